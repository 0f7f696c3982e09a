package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.Registry;
import io.barium.TestClock;
import io.barium.alert.AlertTexts;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.intake.Entry;
import io.barium.intake.JournalWriter;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaseworkTest {
    private static final String JANE = "jane.roe84@postwren.example";
    private static final String JANES_LINE = "+12125550123";
    private static final String JANES_TICKET = "SR-10482913";
    private static final String CONTROL_LINE = "+12125550177";

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2026-08-14T09:00:00Z"));
    private Pool pool;
    private JournalWriter journal;
    private CaseWorker worker;
    private Registry registry;

    @BeforeEach
    void open() {
        pool = Pools.open(vertx, TestDatabase.migrated(), 4);
        registry = new Registry(pool);
        registry.persona(JANE, JANES_LINE, JANES_TICKET);
        registry.persona("tom.hale@postwren.example", "+12125550124", "SR-10483377");
        registry.controlPhone(CONTROL_LINE);
        journal = new JournalWriter(vertx, pool, () -> {});
        worker = worker();
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void the_first_credible_contact_opens_a_case_and_asks_for_one_alert_in_the_same_transaction() {
        take(call("CA1", JANES_LINE));
        assertThat(column("select standing from sighting")).containsExactly("CREDIBLE");
        assertThat(column("select why from sighting")).containsExactly("reached a planted phone number");
        Row c = one("select * from support_case");
        assertThat(c.getString("state")).isEqualTo("OPEN");
        assertThat(c.getInteger("contacts")).isEqualTo(1);
        assertThat(subjects()).containsExactly("[Barium] Case 1: a call used a planted record");
    }

    @Test
    void later_contacts_join_the_open_case_and_are_told_in_one_follow_up_with_their_count() {
        take(call("CA1", JANES_LINE));
        for (int i = 0; i < 19; i++) {
            clock.advance(Duration.ofSeconds(20));
            take(sms("SM" + i, "+12125550124", "hello"));
        }
        assertThat(column("select id::text from support_case")).containsExactly("1");
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(20);
        assertThat(subjects()).hasSize(1);
        clock.advance(Duration.ofMinutes(15));
        worker.catchUp().await();
        assertThat(subjects())
                .containsExactly(
                        "[Barium] Case 1: a call used a planted record",
                        "[Barium] Case 1: 19 further contacts (20 in all)");
        clock.advance(Duration.ofHours(1));
        worker.catchUp().await();
        assertThat(subjects()).as("nothing new, nothing told").hasSize(2);
    }

    @Test
    void a_contact_after_the_window_is_told_at_once() {
        take(call("CA1", JANES_LINE));
        clock.advance(Duration.ofMinutes(16));
        take(call("CA2", JANES_LINE));
        assertThat(subjects().get(1)).isEqualTo("[Barium] Case 1: 1 further contact (2 in all)");
    }

    @Test
    void a_burst_in_one_batch_is_one_case_and_one_alert_that_counts_them_all() {
        Future.all(IntStream.range(0, 500)
                        .mapToObj(i -> journal.append(entry(sms("SM" + i, JANES_LINE, "x"))))
                        .toList())
                .await();
        worker.catchUp().await();
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(500);
        clock.advance(Duration.ofMinutes(20));
        worker.catchUp().await();
        assertThat(subjects()).hasSize(2);
        assertThat(subjects().get(0)).contains("(200 contacts)");
        assertThat(subjects().get(1)).isEqualTo("[Barium] Case 1: 300 further contacts (500 in all)");
    }

    @Test
    void controls_and_unknown_recipients_open_nothing_and_the_latter_are_counted_by_domain_and_day() {
        take(call("CA1", CONTROL_LINE));
        take(mail("m1", "nobody@postwren.example", "hi", "text", MailAuthentication.UNKNOWN));
        take(mail("m2", "noone@postwren.example", "hi", "text", MailAuthentication.UNKNOWN));
        take(call("CA2", "+12125550199"));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CONTROL", "UNKNOWN_RECIPIENT", "UNKNOWN_RECIPIENT", "UNKNOWN_RECIPIENT");
        assertThat(column("select domain || ' ' || day || ' ' || contacts from unknown_recipient order by 1"))
                .containsExactly("postwren.example 2026-08-14 2", "tel 2026-08-14 1");
        assertThat(column("select id::text from support_case")).isEmpty();
        assertThat(subjects()).isEmpty();
    }

    @Test
    void a_quoted_token_is_credible_whoever_was_reached() {
        take(mail("m1", "nobody@postwren.example", "Your ticket SR 1048 2913", "x", MailAuthentication.UNKNOWN));
        take(sms("SM1", CONTROL_LINE, "we called (212) 555-0123 yesterday"));
        take(mail("m2", "nobody@postwren.example", "x", "is " + JANE + " yours?", MailAuthentication.UNKNOWN));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CREDIBLE", "CREDIBLE", "CREDIBLE");
        assertThat(column("select matched_as from sighting_token join token on id = token_id"
                        + " where role = 'PLANTED' order by seq"))
                .containsExactly("QUOTED_IN_SUBJECT", "QUOTED_IN_BODY", "QUOTED_IN_BODY");
    }

    @Test
    void one_mail_to_two_canaries_is_one_contact_with_both_tokens() {
        take(mail("m1", List.of(JANE, "tom.hale@postwren.example"), "x", "y", MailAuthentication.UNKNOWN));
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(1);
        assertThat(column("select token_id::text from sighting_token")).hasSize(2);
    }

    @Test
    void mail_that_is_authenticated_as_the_companys_own_is_expected_and_opens_nothing() {
        take(mail("m1", JANE, "News", "x", signedBy("acme.example")));
        assertThat(column("select standing from sighting")).containsExactly("EXPECTED");
        assertThat(subjects()).isEmpty();
    }

    @Test
    void an_own_domain_that_is_only_claimed_or_signed_by_another_is_not_expected() {
        MailAuthentication failed = new MailAuthentication(
                AuthResult.PASS, "acme.example", AuthResult.FAIL, List.of(), AuthResult.FAIL, "mx", null);
        take(mail("m1", JANE, "News", "x", failed));
        take(mail("m2", JANE, "News", "x", signedBy("evil.example")));
        take(mail("m3", JANE, "News", "x", signedBy("acme.example.evil.example")));
        assertThat(column("select distinct standing from sighting")).containsExactly("CREDIBLE");
    }

    @Test
    void reports_on_a_call_join_its_contact_and_are_no_contacts_of_their_own() {
        take(call("CA1", JANES_LINE));
        take(report("CA1", CallStage.STATUS, JANES_LINE, ""));
        take(report("CA1", CallStage.RECORDING, null, ""));
        take(report("CA1", CallStage.TRANSCRIPTION, null, "about ticket 1048 2913"));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CREDIBLE", "CREDIBLE", "CREDIBLE", "CREDIBLE");
        assertThat(column("select distinct contact_seq::text from sighting")).hasSize(1);
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(1);
        clock.advance(Duration.ofMinutes(16));
        worker.catchUp().await();
        assertThat(subjects().get(1)).isEqualTo("[Barium] Case 1: 3 reports on known calls (1 in all)");
    }

    @Test
    void a_call_to_a_control_becomes_credible_when_its_transcript_quotes_a_planted_token() {
        take(call("CA1", CONTROL_LINE));
        take(report("CA1", CallStage.TRANSCRIPTION, null, "your ticket 1 0 4 8 2 9 1 3"));
        take(report("CA1", CallStage.RECORDING, null, ""));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CONTROL", "CREDIBLE", "CREDIBLE");
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(1);
    }

    @Test
    void what_could_not_be_read_is_told_to_the_operators_once_a_window() {
        for (int i = 0; i < 3; i++) {
            journal.append(Entry.unreadable(
                            "mail",
                            "mailgun",
                            "u" + i,
                            Channel.MAIL,
                            clock.instant(),
                            "recipient: missing",
                            Map.of(),
                            new byte[] {1}))
                    .await();
            worker.catchUp().await();
        }
        assertThat(subjects()).containsExactly("[Barium] 1 message from source mail could not be read");
        clock.advance(Duration.ofMinutes(16));
        worker.catchUp().await();
        assertThat(subjects().get(1)).isEqualTo("[Barium] 2 messages from source mail could not be read");
        assertThat(column("select id::text from support_case")).isEmpty();
    }

    @Test
    void two_workers_on_one_database_judge_every_contact_once() {
        CaseWorker other = worker();
        Future.all(IntStream.range(0, 700)
                        .mapToObj(i -> journal.append(entry(sms("SM" + i, JANES_LINE, "x"))))
                        .toList())
                .await();
        List<Future<Integer>> done = List.of(worker.catchUp(), other.catchUp(), worker.catchUp());
        Future.all(done).await();
        assertThat(done.stream().mapToInt(Future::result).sum()).isEqualTo(700);
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(700);
    }

    @Test
    void a_failure_in_the_middle_of_a_batch_leaves_nothing_of_it_behind() {
        journal.append(entry(call("CA1", JANES_LINE))).await();
        pool.query("alter table outbox rename to gone").execute().await();
        assertThat(worker.catchUp().otherwise(-1).await()).isEqualTo(-1);
        assertThat(column("select id::text from support_case")).isEmpty();
        pool.query("alter table gone rename to outbox").execute().await();
        assertThat(worker.catchUp().await()).isEqualTo(1);
        assertThat(subjects()).hasSize(1);
    }

    private CaseWorker worker() {
        return new CaseWorker(
                vertx,
                pool,
                List.of("acme.example"),
                new AlertTexts("https://barium.example.com"),
                Duration.ofMinutes(15),
                clock,
                () -> {},
                new SimpleMeterRegistry());
    }

    private void take(Contact contact) {
        journal.append(entry(contact)).await();
        worker.catchUp().await();
    }

    private Entry entry(Contact contact) {
        return Entry.of("line", "twilio", clock.instant(), contact, Map.of(), new byte[] {1});
    }

    private static Call call(String id, String to) {
        return new Call(
                id + ":ringing",
                null,
                id,
                CallStage.INCOMING,
                "+13035550100",
                to,
                "ACME Support",
                null,
                StirShaken.UNKNOWN,
                "ringing",
                null,
                null,
                "",
                Quotes.NONE);
    }

    private static Call report(String id, CallStage stage, String to, String text) {
        return new Call(
                id + ":" + stage,
                null,
                id,
                stage,
                to == null ? null : "+13035550100",
                to,
                null,
                null,
                StirShaken.UNKNOWN,
                null,
                null,
                null,
                text,
                Quotes.NONE);
    }

    private static Sms sms(String id, String to, String text) {
        return new Sms(id, null, "+13035550100", to, text, List.of(), Quotes.NONE);
    }

    private static Mail mail(String id, String to, String subject, String text, MailAuthentication authentication) {
        return mail(id, List.of(to), subject, text, authentication);
    }

    private static Mail mail(
            String id, List<String> to, String subject, String text, MailAuthentication authentication) {
        return new Mail(
                id,
                null,
                "bounce@mailer.example",
                to,
                List.of("news@acme.example"),
                "ACME",
                to,
                id,
                subject,
                text,
                false,
                List.of(),
                authentication,
                Quotes.NONE);
    }

    private static MailAuthentication signedBy(String domain) {
        return new MailAuthentication(
                AuthResult.PASS, domain, AuthResult.PASS, List.of(domain), AuthResult.PASS, "mailgun", null);
    }

    private List<String> subjects() {
        return column("select payload::text from outbox order by created_at, id").stream()
                .map(p -> new JsonObject(p).getString("subject"))
                .toList();
    }

    private List<String> column(String sql) {
        List<String> out = new ArrayList<>();
        pool.query(sql).execute().await().forEach(r -> out.add(r.getString(0)));
        return out;
    }

    private Row one(String sql) {
        return pool.query(sql).execute().await().iterator().next();
    }
}
