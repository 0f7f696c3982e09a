package io.barium.demo;

import io.barium.inference.Level;
import io.barium.model.Mask;
import io.barium.model.TokenKind;
import io.barium.replay.live.AccessLog;
import io.barium.replay.live.Casting.Member;
import io.barium.replay.live.Conclusion;
import io.barium.replay.live.Feeds;
import io.barium.replay.live.HitLog;
import io.barium.replay.live.LiveSettings;
import io.barium.replay.live.Naive;
import io.barium.replay.live.Player;
import io.barium.replay.live.Post;
import io.barium.replay.live.Site;
import io.barium.replay.live.VerdictLog;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says day by day what the console shows, and beside it what simpler rules would have said. */
final class Narrator implements Player.Interlude {
    private static final int AUGUST = 30;

    private final Site site;
    private final LiveSettings settings;
    private final Player player;
    private final Teller teller;
    private final Prologue prologue;
    private final Pace pace;
    private final Inbox inbox;
    private final HitLog hitLog;
    private final VerdictLog verdictLog;
    private final Naive naive = new Naive();
    private final List<Post> leaked = new ArrayList<>();
    private boolean anyHitTold;
    private boolean threeTold;
    private Level level = Level.QUIET;
    private String shown = "";
    private VerdictLog.@Nullable Entry last;

    Narrator(Site site, LiveSettings settings, Player player, Teller teller, Prologue prologue, Pace pace) {
        this.site = site;
        this.settings = settings;
        this.player = player;
        this.teller = teller;
        this.prologue = prologue;
        this.pace = pace;
        this.inbox = new Inbox(site.pool());
        this.hitLog = new HitLog(site.pool());
        this.verdictLog = new VerdictLog(site.pool());
    }

    /** What an earlier start has told is not told again. */
    void resumed() {
        hitLog.fresh().forEach(h -> naive.take(h.at(), h.row()));
        anyHitTold = naive.anyHit() != null;
        threeTold = naive.threeDistinct() != null;
        for (VerdictLog.Entry entry : verdictLog.fresh()) {
            last = entry;
            level = entry.level();
        }
        teller.say("planted", standing() + " (from an earlier start)");
    }

    @Override
    public void begin(int day) throws IOException, InterruptedException {
        LocalDate date = date(day);
        if (day == 0) {
            teller.say("planted", standing());
            prologue.play();
        }
        if (date.getDayOfMonth() == 1) {
            month(day, date);
        }
        int august = settings.leakDay() - AUGUST;
        if (day == august) {
            teller.say(
                    "insider",
                    "agent " + brief(player.office().insider()) + " of "
                            + player.office().insidersQueue()
                            + " begins to open records of every queue, some each working day; nobody notices");
        }
        if (day == settings.leakDay()) {
            AccessLog.Taken taken = taken();
            teller.say(
                    "insider",
                    String.format(
                            Locale.ROOT,
                            "she has seen %,d of the customers by now and sells them; %d of our %d personas are among them",
                            taken.customers(),
                            taken.rows().size(),
                            player.casting().members().size()));
        }
    }

    private void month(int day, LocalDate date) throws IOException {
        List<Post> letters = new ArrayList<>();
        if (day > 0) {
            for (Member member : player.casting().members().values()) {
                letters.add(Prologue.newsletter("newsletter " + date + " " + member.email(), member.email()));
            }
            player.post(letters);
            int alike = inbox.alike();
            teller.say(
                    "month",
                    String.format(
                            Locale.ROOT,
                            "%,d contacts so far, %,d with planted records; newsletter to %d planted customers: expected; %s%s%s",
                            contacts(),
                            naive.contacts(),
                            letters.size(),
                            last == null ? "no verdict yet" : "the console shows " + Conclusion.strength(last),
                            day < settings.leakDay() ? "" : "; hit counting accuses " + accused(),
                            alike == 0 ? "" : "; " + alike + " more follow-ups in the mailbox"));
        }
    }

    @Override
    public void posted(Post post, boolean follows) {
        if (follows && !post.fields().containsKey("TranscriptionText")) {
            leaked.add(post);
        }
    }

    @Override
    public void end(int day) throws InterruptedException {
        hitLog.fresh().forEach(h -> naive.take(h.at(), h.row()));
        for (Post post : leaked) {
            boolean mail = post.feed().equals(Feeds.MAIL);
            teller.say(
                    "contact",
                    (mail ? "mail to " : "call to ") + "planted customer "
                            + Mask.token(mail ? TokenKind.EMAIL : TokenKind.PHONE, post.reached())
                            + " by whoever bought the list");
        }
        simplerRules();
        verdicts(!leaked.isEmpty());
        leaked.clear();
        for (Inbox.Letter letter : inbox.news()) {
            teller.say("alert", "mailed to " + letter.to() + ": " + letter.subject());
        }
        pace.rest(day);
    }

    private void simplerRules() {
        if (naive.anyHit() != null && !anyHitTold) {
            anyHitTold = true;
            teller.say("any hit", "\"any contact with a planted record is a leak\" gives alarm; nothing has leaked");
        }
        if (naive.threeDistinct() != null && !threeTold) {
            threeTold = true;
            teller.say("three", "\"three distinct within 30 days\" gives alarm; nothing has leaked");
        }
    }

    /**
     * Each new level as it comes; window and origins once a day at most.
     *
     * @param eventful whether something happened today that is not noise
     */
    private void verdicts(boolean eventful) {
        boolean risen = false;
        for (VerdictLog.Entry entry : verdictLog.fresh()) {
            last = entry;
            if (entry.level() != level) {
                level = entry.level();
                risen = true;
                teller.say("verdict", "case " + entry.caseId() + ": " + Conclusion.strength(entry));
            }
        }
        VerdictLog.Entry now = last;
        if (now == null || level.compareTo(Level.WATCH) < 0 || !(risen || eventful)) {
            return;
        }
        String window = Conclusion.window(now);
        String text = (window == null ? "" : "taken " + window + ", ") + "through " + Conclusion.origins(now);
        if (!text.equals(shown)) {
            shown = text;
            teller.say("verdict", text);
        }
    }

    /** The end: what is concluded, what is true, and what the others say. */
    void end(String console) throws IOException {
        AccessLog.Taken taken = taken();
        if (last == null) {
            teller.say("verdict", "the console shows no verdicts");
        } else {
            Conclusion.lines(last).forEach(l -> teller.say("verdict", l));
        }
        teller.say(
                "truth",
                String.format(
                        Locale.ROOT,
                        "taken on %s through agent %s, %.0f %% of the customers",
                        date(settings.leakDay()),
                        brief(player.office().insider()),
                        100 * taken.share()));
        teller.say(
                "others",
                "any hit: alarm " + since(naive.anyHit()) + "; three distinct: " + since(naive.threeDistinct())
                        + "; hit counting accuses " + accused());
        teller.say("planted", standing());
        teller.say(
                "journal",
                String.format(
                        Locale.ROOT,
                        "%,d genuine contacts and reports are journalled and chained",
                        count("select count(*) as n from journal")));
        Row open = site.pool()
                .query("select coalesce(max(id), 0) as id from support_case")
                .execute()
                .await()
                .iterator()
                .next();
        teller.say(
                "report",
                "case " + open.getLong("id") + ": " + console + "/console/cases/" + open.getLong("id") + "/report");
    }

    private String accused() throws IOException {
        try {
            Naive.Accused accused = naive.mostHits(player.office().log().accesses(player.rows()));
            String who = accused.who().stream().map(Narrator::brief).collect(Collectors.joining(" and "));
            return (who.isEmpty() ? "nobody" : who) + " (" + accused.matched() + " of " + accused.of() + " records)";
        } catch (SQLException e) {
            throw new IOException("the access log cannot be read", e);
        }
    }

    private AccessLog.Taken taken() throws IOException {
        try {
            return player.taken();
        } catch (SQLException e) {
            throw new IOException("the access log cannot be read", e);
        }
    }

    private String standing() {
        return count("select count(*) as n from planting where state = 'DONE'")
                + " personas stand among the customers, "
                + count("select coalesce(sum(tokens), 0)::bigint as n from token_count where role = 'CONTROL'")
                + " control identifiers are kept back";
    }

    private long contacts() {
        return count("select count(*) as n from sighting where seq = contact_seq");
    }

    private long count(String sql) {
        return site.pool().query(sql).execute().await().iterator().next().getLong("n");
    }

    private LocalDate date(int day) {
        return settings.at(day).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static String since(@Nullable Instant at) {
        return at == null ? "never" : "since " + at.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static String brief(String agent) {
        return agent.substring(0, 8);
    }
}
