package io.barium.casework;

import io.barium.Registry;
import io.barium.TestClock;
import io.barium.alert.AlertTexts;
import io.barium.alert.Channels;
import io.barium.db.Leadership;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.intake.Entry;
import io.barium.intake.FreshContacts;
import io.barium.intake.JournalWriter;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.verdict.Assumptions;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A journal, a registry with two personas and one control line, and a case worker on a clock of its own. */
abstract class CaseworkBed {
    static final String JANE = "jane.roe84@postwren.example";
    static final String JANES_LINE = "+12125550123";
    static final String JANES_TICKET = "SR-10482913";
    static final String CONTROL_LINE = "+12125550177";

    final Vertx vertx = Vertx.vertx();
    final TestClock clock = new TestClock(Instant.parse("2026-08-14T09:00:00Z"));
    PostgresAddress database;
    Pool pool;
    FreshContacts fresh;
    JournalWriter journal;
    CaseWorker worker;
    Registry registry;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        pool = Pools.open(vertx, database, 8);
        registry = new Registry(pool);
        registry.persona(JANE, JANES_LINE, JANES_TICKET);
        registry.persona("tom.hale@postwren.example", "+12125550124", "SR-10483377");
        registry.controlPhone(CONTROL_LINE);
        fresh = new FreshContacts();
        journal = new JournalWriter(vertx, pool, null, null, fresh, () -> {}, new SimpleMeterRegistry());
        worker = worker();
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    CaseWorker worker() {
        return worker(replay());
    }

    CaseWorker worker(VerdictReplay replay) {
        return new CaseWorker(
                vertx,
                pool,
                leadership(),
                fresh,
                List.of("acme.example"),
                replay,
                new AlertTexts("https://barium.example.com", List.of(Channels.MAIL)),
                Duration.ofMinutes(15),
                clock,
                messages -> {},
                new SimpleMeterRegistry());
    }

    Leadership leadership() {
        return new Leadership(vertx, database, CaseWorker.LEADER, List.of(CaseWorker.REGISTRY, CaseWorker.JOURNAL));
    }

    void endTheLeadersConnection() {
        pool.query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objid = "
                        + (CaseWorker.LEADER & 0xffffffffL)
                        + " and database = (select oid from pg_database where datname = current_database())")
                .execute()
                .await();
    }

    void take(Contact contact) {
        journal.append(entry(contact)).await();
        worker.catchUp().await();
    }

    Entry entry(Contact contact) {
        return Entry.of("line", "twilio", clock.instant(), contact, Map.of(), new byte[] {1});
    }

    static Call call(String id, String to) {
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

    static Call report(String id, CallStage stage, String to, String text) {
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

    static Sms sms(String id, String to, String text) {
        return new Sms(id, null, "+13035550100", to, text, List.of(), Quotes.NONE);
    }

    static Mail mail(String id, String to, String subject, String text, MailAuthentication authentication) {
        return mail(id, List.of(to), subject, text, authentication);
    }

    static Mail mail(String id, List<String> to, String subject, String text, MailAuthentication authentication) {
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

    static MailAuthentication signedBy(String domain) {
        return new MailAuthentication(
                AuthResult.PASS, domain, AuthResult.PASS, List.of(domain), AuthResult.PASS, "mailgun", null);
    }

    List<String> subjects() {
        return column("select payload::text from outbox order by created_at, id").stream()
                .map(p -> new JsonObject(p).getString("subject"))
                .toList();
    }

    VerdictReplay replay() {
        return new VerdictReplay(vertx, new Assumptions(.02, .004, 1e8, List.of("ACME")));
    }

    /** All that are stored, oldest first. */
    List<Verdict> verdicts() {
        return column("select document from verdict order by seq").stream()
                .map(VerdictJson::read)
                .toList();
    }

    Verdict newest() {
        List<Verdict> all = verdicts();
        return all.get(all.size() - 1);
    }

    List<String> column(String sql) {
        List<String> out = new ArrayList<>();
        pool.query(sql).execute().await().forEach(r -> out.add(r.getString(0)));
        return out;
    }

    Row one(String sql) {
        return pool.query(sql).execute().await().iterator().next();
    }
}
