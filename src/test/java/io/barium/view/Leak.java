package io.barium.view;

import io.barium.model.CallStage;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.verdict.Samples;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A small leak with hostile texts in every place: one case, and every standing once. */
public final class Leak {
    public static final String SCRIPT = "<script>document.title='owned'</script>";
    /** Right-to-left override. */
    public static final String OVERRIDE = "\u202e";

    public static final String PLANTED_MAIL = "ruth.amsel@mail.canary.example";
    public static final String PLANTED_PHONE = "+12025550147";
    public static final String PLANTED_TICKET = "HD-2041877";
    public static final String CONTROL_MAIL = "olaf.brandt@mail.canary.example";

    public final Fixtures rows;
    public final long mail;
    public final long call;
    public final long status;
    public final long transcription;
    public final long sms;
    public final long control;
    public final long unknown;
    public final long expected;
    public final long unreadable;
    public final long waiting;
    public final long caseId;
    public final long demoMail;
    public final byte[] mailRaw;

    public Leak(Pool pool) {
        rows = new Fixtures(pool);
        long persona = rows.persona("Ruth", "Amsel");
        long mails = rows.stratum("EMAIL", "mail.canary.example");
        long phones = rows.stratum("PHONE", "+1202555");
        long tickets = rows.stratum("TICKET", "HD");
        long address = rows.token("EMAIL", PLANTED_MAIL, mails, persona);
        long number = rows.token("PHONE", PLANTED_PHONE, phones, persona);
        long ticket = rows.token("TICKET", PLANTED_TICKET, tickets, persona);
        long spareAddress = rows.token("EMAIL", CONTROL_MAIL, mails, null);
        rows.token("PHONE", "+12025550148", phones, null);
        rows.token("TICKET", "HD-2041878", tickets, null);

        mailRaw = ("From: \"x\" <collector@bulk.example>\r\nSubject: " + SCRIPT + "\r\n\r\n" + SCRIPT
                        + "\r\nbell \u0007 and \u202e override\r\n")
                .getBytes(StandardCharsets.UTF_8);
        mail = rows.journal(
                Fixtures.mail(
                        "m1",
                        PLANTED_MAIL,
                        SCRIPT + " your ticket hd 2041877",
                        SCRIPT + "\nDear Ruth, pay " + OVERRIDE
                                + "now for HD-2041877.\n<img src=x onerror=\"document.title='owned'\">"),
                "m1",
                mailRaw);
        caseId = rows.openCase(mail, 3);
        judge(mail, mail, Standing.CREDIBLE, caseId);
        rows.match(mail, address, MatchedAs.RECIPIENT);
        rows.match(mail, ticket, MatchedAs.QUOTED_IN_SUBJECT);
        call = rows.journal(
                Fixtures.call("c1", "CA1", CallStage.INCOMING, PLANTED_PHONE, "<b>Help</b>" + OVERRIDE + "Desk", ""));
        judge(call, call, Standing.CREDIBLE, caseId);
        rows.match(call, number, MatchedAs.CALLED);
        control = rows.journal(Fixtures.mail("m2", CONTROL_MAIL, "Winter sale", "All must go."));
        judge(control, control, Standing.CONTROL, null);
        rows.match(control, spareAddress, MatchedAs.RECIPIENT);
        status = rows.journal(Fixtures.call("c2", "CA1", CallStage.STATUS, PLANTED_PHONE, null, ""));
        judge(status, call, Standing.CREDIBLE, caseId);
        sms = rows.journal(Fixtures.sms("s1", PLANTED_PHONE, "Your parcel waits: " + SCRIPT));
        judge(sms, sms, Standing.CREDIBLE, caseId);
        rows.match(sms, number, MatchedAs.CALLED);
        transcription = rows.journal(Fixtures.call(
                "c3",
                "CA1",
                CallStage.TRANSCRIPTION,
                PLANTED_PHONE,
                null,
                "I call about ticket HD 204 1877. " + SCRIPT));
        judge(transcription, call, Standing.CREDIBLE, caseId);
        rows.match(transcription, ticket, MatchedAs.QUOTED_IN_TRANSCRIPT);
        unknown = rows.journal(Fixtures.mail("m3", "nobody@mail.canary.example", "Hi", "Anybody there?"));
        judge(unknown, unknown, Standing.UNKNOWN_RECIPIENT, null);
        expected = rows.journal(Fixtures.mail("m4", PLANTED_MAIL, "Your survey", "From the company itself."));
        judge(expected, expected, Standing.EXPECTED, null);
        unreadable = rows.journal(null, "u1", new byte[] {0, (byte) 0xff, 'x', 27});
        judge(unreadable, unreadable, Standing.UNREADABLE, null);
        rows.run("update casework_cursor set seq = $1", Tuple.of(unreadable));
        waiting = rows.journal(Fixtures.sms("s2", "+12025550199", "hello"));
        rows.run(
                "insert into unknown_recipient values ('mail.canary.example', $1, 1), ('tel', $2, 9)",
                Tuple.of(LocalDate.parse("2026-11-20"), LocalDate.parse("2026-11-13")));
        rows.verdict(Samples.on(Samples.hostile(), caseId, transcription, Fixtures.NOW.plusSeconds(6)));
        demoMail = rows.demoMail("""
                From: barium@barium.example
                To: soc@barium.example
                Subject: Case 1: planted data is used %s
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary="b"

                --b
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                A mail reached a canary at 10:00 UTC =E2=80=94 %s
                --b
                Content-Type: text/html; charset=utf-8

                <p>never shown</p>
                --b--
                """.formatted(SCRIPT, SCRIPT).replace("\n", "\r\n"));
    }

    private void judge(long seq, long contact, Standing standing, @Nullable Long inCase) {
        rows.sighting(seq, contact, standing, inCase);
    }
}
