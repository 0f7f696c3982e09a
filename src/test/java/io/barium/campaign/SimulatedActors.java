package io.barium.campaign;

import io.barium.model.Contact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A quarter of a year of contacts whose senders are known: call centres with rotating numbers and a script, diallers
 * that play nothing, mailings from rented domains, text messages with a link, one who uses several ways, and many who
 * have nothing to do with each other but the providers, subjects and phrases that everybody uses.
 */
final class SimulatedActors {
    private static final String LINES = "+120255501";
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final List<String> PHRASES = List.of(
            "please call me back",
            "thank you for your time",
            "I am calling about your account",
            "best regards",
            "do not reply to this message",
            "to unsubscribe click the link below",
            "we look forward to hearing from you",
            "this is an important message",
            "have a nice day",
            "for security reasons");
    private static final List<String> SUBJECTS = List.of(
            "Your invoice is overdue", "Important information", "Account notification", "Question about your order");
    private static final List<String> MAILERS = List.of("gmail.com", "outlook.com", "gmx.de", "yahoo.com", "web.de");
    private static final String[] SYLLABLES =
            ("ba be bi bo bu da de di do du fa fe fi ga ge go ha he hi ka ke ki ko la le li lo lu ma me mi mo mu na ne"
                            + " ni no pa pe pi po ra re ri ro sa se si so su ta te ti to tu va ve wa we zu st er en in on th")
                    .split(" ");

    private final SplittableRandom random;
    private final List<String> words = new ArrayList<>();
    private final List<Dated> all = new ArrayList<>();
    private final List<String> footers = new ArrayList<>();
    private int actors;
    private int domains;

    /**
     * A contact and whose it is.
     *
     * @param actor number; each unrelated sender has one of his own
     */
    record Dated(Instant at, Contact contact, int actor) {}

    private SimulatedActors(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < 600; i++) {
            StringBuilder word = new StringBuilder();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            words.add(word.toString());
        }
        for (int i = 0; i < 4; i++) {
            footers.add("\n" + text(25 + random.nextInt(15)));
        }
    }

    /** The same contacts for the same seed, in order of time. */
    static List<Dated> world(long seed) {
        SimulatedActors world = new SimulatedActors(seed);
        for (int i = 0; i < 12; i++) {
            world.callCentre();
            world.dialler();
            world.mailing();
            world.texts();
            world.neighbours();
        }
        for (int i = 0; i < 6; i++) {
            world.severalWays();
        }
        world.strangers(2_500);
        world.all.sort(Comparator.comparing(Dated::at));
        return world.all;
    }

    private void callCentre() {
        int actor = actors++;
        String script = text(50 + random.nextInt(60));
        String back = random.nextInt(3) == 0 ? " " + PHRASES.get(0) + " at " + number() : "";
        Instant day = day();
        for (int i = 20 + random.nextInt(40); i > 0; i--) {
            boolean silent = random.nextInt(50) == 0;
            add(actor, within(day, 10), Told.call(number(), number(), silent ? "" : heard(script) + back));
        }
    }

    private void dialler() {
        int actor = actors++;
        String block = number().substring(0, 10);
        Instant at = day();
        for (int i = 15 + random.nextInt(30); i > 0; i--) {
            at = at.plusSeconds(30 + random.nextInt(600));
            add(actor, at, Told.call(block + (10 + random.nextInt(90)), number(), ""));
        }
    }

    /** Shows each line a number beside its own, and plays a tape. */
    private void neighbours() {
        int actor = actors++;
        String tape = text(35);
        Instant day = day();
        for (int i = 15 + random.nextInt(30); i > 0; i--) {
            String line = LINES + String.format(Locale.ROOT, "%02d", random.nextInt(50));
            String shown = LINES.substring(0, 8) + String.format(Locale.ROOT, "%04d", random.nextInt(10_000));
            add(actor, within(day, 10), Told.call(shown, line, heard(tape)));
        }
    }

    private void mailing() {
        int actor = actors++;
        String body = text(60 + random.nextInt(100));
        String subject = random.nextBoolean() ? text(4) : SUBJECTS.get(random.nextInt(SUBJECTS.size()));
        List<String> domains = List.of(domain(), domain(), domain());
        String link = random.nextBoolean() ? " https://" + domain() + "/x" + random.nextInt(1_000) : "";
        Instant day = day();
        for (int i = 20 + random.nextInt(60); i > 0; i--) {
            String from = word() + "@" + domains.get(random.nextInt(3));
            String varied = random.nextInt(4) == 0 ? text(80) : heard(body);
            add(actor, within(day, 72), Told.mail(from, victim(), subject, "Dear " + word() + ",\n" + varied + link));
        }
    }

    private void texts() {
        int actor = actors++;
        String site = domain();
        String start = text(14);
        Instant day = day();
        for (int i = 15 + random.nextInt(30); i > 0; i--) {
            String text = start + " " + random.nextInt(9_999) + " https://" + site + "/" + word();
            add(actor, within(day, 48), Told.sms(number(), number(), text));
        }
    }

    private void severalWays() {
        int actor = actors++;
        String back = number();
        String script = text(70);
        String site = domain();
        Instant day = day();
        for (int i = 30; i > 0; i--) {
            Instant at = within(day, 24 * 14);
            switch (random.nextInt(3)) {
                case 0 -> add(actor, at, Told.call(number(), number(), heard(script) + " call " + back));
                case 1 -> add(actor, at, Told.sms(number(), number(), text(10) + " " + back + " https://" + site));
                default ->
                    add(actor, at, Told.mail(word() + "@" + site, victim(), text(4), text(40) + " call " + back));
            }
        }
    }

    private void strangers(int count) {
        for (int i = 0; i < count; i++) {
            int actor = actors++;
            Instant at = within(START, 24 * 90);
            String phrase = PHRASES.get(random.nextInt(PHRASES.size()));
            String subject = random.nextInt(3) == 0 ? SUBJECTS.get(random.nextInt(SUBJECTS.size())) : text(3);
            switch (random.nextInt(6)) {
                case 0 -> add(actor, at, Told.call(number(), number(), random.nextBoolean() ? "" : text(20) + phrase));
                case 1 -> add(actor, at, Told.call("anonymous", number(), random.nextBoolean() ? "" : phrase));
                case 2 -> add(actor, at, Told.sms(number(), number(), phrase));
                case 3 -> {
                    String from = word() + random.nextInt(99_999) + "@" + MAILERS.get(random.nextInt(MAILERS.size()));
                    String site =
                            random.nextBoolean() ? "https://www.facebook.com" : "https://popular.example/" + word();
                    add(actor, at, Told.mail(from, victim(), subject, text(60) + " " + phrase + " " + site));
                }
                case 4 -> {
                    String from = word() + random.nextInt(99_999) + "@regional-webmail.example";
                    String footer = footers.get(random.nextInt(footers.size()));
                    add(actor, at, Told.mail(from, victim(), subject, text(30 + random.nextInt(50)) + phrase + footer));
                }
                default -> add(actor, at, Told.mail(word() + "@" + domain(), victim(), subject, text(90) + phrase));
            }
        }
    }

    private void add(int actor, Instant at, Contact contact) {
        all.add(new Dated(at, contact, actor));
    }

    private Instant day() {
        return START.plus(Duration.ofHours(24L * random.nextInt(75) + 8));
    }

    private Instant within(Instant start, int hours) {
        return start.plusSeconds(random.nextInt(hours * 3_600));
    }

    private String number() {
        return String.format(
                Locale.ROOT,
                "+1%d%d%04d",
                201 + random.nextInt(700),
                201 + random.nextInt(700),
                random.nextInt(10_000));
    }

    /** Nobody else's. */
    private String domain() {
        return word() + word() + domains++ + ".com";
    }

    private String victim() {
        return word() + "." + word() + "@ours.example";
    }

    /** Frequent words are frequent, as in every language. */
    private String word() {
        double u = random.nextDouble();
        return words.get((int) (words.size() * u * u));
    }

    private String text(int length) {
        StringBuilder out = new StringBuilder(word());
        for (int i = 1; i < length; i++) {
            out.append(' ').append(word());
        }
        return out.toString();
    }

    /** What a transcriber makes of a script: one word in twelve is another. */
    private String heard(String script) {
        StringBuilder out = new StringBuilder();
        for (String word : script.split(" ", -1)) {
            out.append(random.nextInt(12) == 0 ? word() : word).append(' ');
        }
        return out.toString();
    }
}
