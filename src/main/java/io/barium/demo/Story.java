package io.barium.demo;

import io.barium.config.Settings;
import io.barium.model.Mask;
import io.barium.model.TokenKind;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A short leak, played against the running service over real HTTP and SMTP: background noise, then the calls, mails and
 * messages of somebody who bought the customer list. What is printed about each contact is what the service made of it.
 */
public final class Story {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long LOOK_MS = 50;

    private final Vertx vertx;
    private final Pool pool;
    private final Settings settings;
    private final PrintStream out;
    private final Outside outside;

    /**
     * A story.
     *
     * @param pool on Barium's database, to read what came of each contact
     * @param settings as {@link DemoSettings} made them
     * @param out where it is told
     */
    public Story(Vertx vertx, Pool pool, Settings settings, Clock clock, PrintStream out) {
        this.vertx = vertx;
        this.pool = pool;
        this.settings = settings;
        this.out = out;
        this.outside = new Outside(settings, clock);
    }

    /**
     * Plays it; takes about fifteen seconds, most of it waiting for the follow-up.
     *
     * @throws IOException when the service does not do what the story says
     */
    public void play() throws IOException, InterruptedException {
        Cast cast = Cast.choose(pool, settings.domains().get(0));
        long before = lastSeq();
        long mailsBefore = mails();
        noise(cast);
        leak(cast);
        readMail(mailsBefore);
        long contacts = pool.preparedQuery("select count(*) as n from journal where seq > $1")
                .execute(Tuple.of(before))
                .await()
                .iterator()
                .next()
                .getLong("n");
        say("journal", contacts + " genuine contacts and reports of this story are journalled and chained");
    }

    private void noise(Cast cast) throws IOException, InterruptedException {
        String guess = "info-" + UUID.randomUUID().toString().substring(0, 6) + "@" + cast.domain();
        smtp(guess, "Cheap printer ink", "Best prices on ink.");
        tell("mail to a guessed address on our domain, by SMTP");
        call(cast.controlNumber(), "+13035550142", "", "No-TN-Validation");
        tell("robocall to a line that was never given to anybody");
        outside.mail(
                "bounces@" + DemoSettings.COMPANY,
                "Shieldworks <news@" + DemoSettings.COMPANY + ">",
                cast.victims().get(0).email(),
                "Your monthly security tips",
                Map.of(
                        "body-plain",
                        "Keep your software up to date.",
                        "X-Mailgun-Dkim-Check-Result",
                        "Pass",
                        "X-Mailgun-Spf",
                        "Pass",
                        "message-headers",
                        "[[\"X-Mailgun-Dkim-Check-Result\",\"Pass\"],[\"X-Mailgun-Spf\",\"Pass\"],[\"Dkim-Signature\","
                                + "\"v=1; a=rsa-sha256; d=" + DemoSettings.COMPANY + "; s=k1; bh=x; b=x\"]]"));
        tell("the company's own newsletter to a planted customer");
        int status = outside.forgedMail(cast.victims().get(0).email());
        say("noise", "a forged hook: answered " + status + ", never touches a case");
    }

    private void leak(Cast cast) throws IOException, InterruptedException {
        Cast.Victim first = cast.victims().get(0);
        String sid = call(first.phone(), "+12025550143", "SHIELDWORKS", "TN-Validation-Failed-C");
        tell("call to planted customer " + Mask.token(TokenKind.PHONE, first.phone()));
        outside.phone(Map.of(
                "AccountSid",
                "ACdemo",
                "CallSid",
                sid,
                "TranscriptionSid",
                "TR" + UUID.randomUUID().toString().replace("-", ""),
                "TranscriptionStatus",
                "completed",
                "TranscriptionText",
                "Hello " + first.name() + ", this is Shieldworks support about your ticket " + spoken(first.ticket())
                        + ". Your computer is at risk, please call us back.",
                "From",
                "+12025550143",
                "To",
                first.phone()));
        tell("the transcript of that call names the ticket");
        Cast.Victim second = cast.victims().get(1);
        outside.mail(
                "support@shieldworks-help.example",
                "Shieldworks Support <support@shieldworks-help.example>",
                second.email(),
                "Re: your request " + second.ticket(),
                Map.of(
                        "body-plain",
                        "Dear " + second.name()
                                + ", your licence expires today. Renew at https://shieldworks-help.example/renew",
                        "message-headers",
                        "[[\"X-Mailgun-Spf\",\"Neutral\"],[\"X-Mailgun-Dkim-Check-Result\",\"Fail\"]]"));
        tell("mail to planted customer " + Mask.token(TokenKind.EMAIL, second.email()) + ", quoting the ticket");
        Cast.Victim third = cast.victims().get(2);
        outside.phone(Map.of(
                "AccountSid",
                "ACdemo",
                "MessageSid",
                "SM" + UUID.randomUUID().toString().replace("-", ""),
                "From",
                "+12025550143",
                "To",
                third.phone(),
                "Body",
                "Shieldworks: refund for " + third.ticket() + " waits at https://shieldworks-help.example/refund"));
        tell("SMS to planted customer " + Mask.token(TokenKind.PHONE, third.phone()));
    }

    private String call(String to, String from, String name, String verstat) throws IOException, InterruptedException {
        String sid = "CA" + UUID.randomUUID().toString().replace("-", "");
        outside.phone(Map.of(
                "AccountSid", "ACdemo",
                "CallSid", sid,
                "CallStatus", "ringing",
                "Direction", "inbound",
                "From", from,
                "To", to,
                "CallerName", name,
                "StirVerstat", verstat));
        return sid;
    }

    private void smtp(String to, String subject, String text) {
        MailClient client = MailClient.create(
                vertx,
                new MailConfig()
                        .setHostname("127.0.0.1")
                        .setPort(settings.smtp().port()));
        client.sendMail(new MailMessage("sales@ink.example", to, subject, text))
                .eventually(client::close)
                .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .await();
    }

    /** Waits for what casework made of the newest contact, and says it. */
    private void tell(String what) throws IOException, InterruptedException {
        long seq = lastSeq();
        RowSet<Row> judged = await("the judgement of contact " + seq, () -> {
            RowSet<Row> found = pool.preparedQuery("select standing, why, case_id from sighting where seq = $1")
                    .execute(Tuple.of(seq))
                    .await();
            return found.size() == 0 ? null : found;
        });
        Row row = judged.iterator().next();
        Long caseId = row.getLong("case_id");
        String outcome =
                row.getString("standing").toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        say(
                caseId == null ? "noise" : "contact",
                what + ": " + outcome + " (" + row.getString("why") + ")" + (caseId == null ? "" : ", case " + caseId));
    }

    private void say(String label, String line) {
        out.printf("  %-8s %s%n", label, line);
    }

    private long lastSeq() {
        return pool.query("select coalesce(max(seq), 0) as n from journal")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    private long mails() {
        return pool.query("select count(*) as n from demo_mail")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    /** Says what the SOC reads, as it comes, until everything that happened has been told. */
    private void readMail(long before) throws IOException, InterruptedException {
        long last = lastSeq();
        long read = before;
        boolean told = false;
        while (!told || read < mails()) {
            long known = read;
            told = await("the alert mail", () -> allTold(last) ? Boolean.TRUE : mails() > known ? Boolean.FALSE : null);
            for (Row mail : mailsAfter(known)) {
                say("alert", "mailed to " + mail.getString("rcpt_to") + ": " + subject(mail));
                read++;
            }
        }
    }

    private boolean allTold(long upTo) {
        return pool.preparedQuery("""
                        select exists (select 1 from digest where topic like 'case:%' and told_seq >= $1)
                               and not exists (select 1 from outbox where state = 'PENDING') as told
                        """)
                .execute(Tuple.of(upTo))
                .await()
                .iterator()
                .next()
                .getBoolean("told");
    }

    private RowSet<Row> mailsAfter(long index) {
        return pool.preparedQuery("select rcpt_to, raw from demo_mail order by id offset $1")
                .execute(Tuple.of(index))
                .await();
    }

    private static String subject(Row mail) {
        return io.barium.provider.kit.MimeReader.headers(mail.getBuffer("raw").getBytes())
                .subject();
    }

    /** As a person says it: digit by digit. */
    private static String spoken(String ticket) {
        StringBuilder said = new StringBuilder();
        ticket.chars()
                .filter(Character::isDigit)
                .forEach(d -> said.append(said.length() == 0 ? "" : " ").append((char) d));
        return said.toString();
    }

    private static <T> T await(String what, Supplier<@org.jspecify.annotations.Nullable T> look)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            T found = look.get();
            if (found != null) {
                return found;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        throw new IOException(what + " did not come within " + PATIENCE.toSeconds() + " s");
    }
}
