package io.barium;

import io.barium.access.ApiKeys;
import io.barium.access.Operators;
import io.barium.alert.AlertTexts;
import io.barium.alert.Channels;
import io.barium.api.ApiRoutes;
import io.barium.casework.CaseWorker;
import io.barium.casework.LateMerges;
import io.barium.casework.VerdictReplay;
import io.barium.config.Settings;
import io.barium.console.ConsoleOptions;
import io.barium.console.ConsoleRoutes;
import io.barium.db.Leadership;
import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.RenewablePool;
import io.barium.intake.FreshContacts;
import io.barium.intake.JournalMonths;
import io.barium.ops.Checks;
import io.barium.ops.Checks.Check;
import io.barium.ops.Retention;
import io.barium.outbox.Outbox;
import io.barium.outbox.OutboxWorkers;
import io.barium.outbox.Policy;
import io.barium.verdict.Assumptions;
import io.barium.view.ReportFacts;
import io.barium.view.Verdicts;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What works on contacts: casework, alerts, API and console. Unlike the front door it can do nothing without its
 * database.
 */
final class BackOffice implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BackOffice.class);
    private static final int CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final Settings settings;
    private final PostgresAddress database;
    private final Clock clock;
    private final RenewablePool pool;
    private final OutboxWorkers sending;
    private final CaseWorker cases;
    private final JournalMonths months;
    private final Retention retention;
    private final Operators operators;
    private final ApiKeys keys;
    private final Exposing exposing;
    private final Counting counting;
    private final FreshContacts fresh = new FreshContacts();
    private volatile boolean open;
    private Optional<String> newApiKey = Optional.empty();
    private Optional<String> newPassword = Optional.empty();

    /**
     * Wires it; nothing is asked of the database before {@link #open}.
     *
     * @param support where the support database is; {@code null} for none
     * @throws IOException when a file in dataDir cannot be used
     */
    BackOffice(
            Vertx vertx,
            Settings settings,
            PostgresAddress database,
            @Nullable PostgresAddress support,
            Clock clock,
            MeterRegistry meters,
            Telling telling)
            throws IOException {
        this.vertx = vertx;
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.pool = Pools.renewable(vertx, database, settings.database().poolSize());
        Settings.Alerts alerts = settings.alerts();
        if (telling.channels().set().isEmpty()) {
            log.warn("neither alerts.mail nor alerts.webhook is set: nobody will be told of a case");
        }
        this.sending = new OutboxWorkers(
                vertx,
                new Outbox(pool),
                telling.channels().all(),
                telling.backOff(),
                new Policy(Policy.ATTEMPT_LIMIT, alerts.fallbackAfter(), alerts.giveUpAfter()),
                clock,
                meters,
                telling.notices());
        this.cases = new CaseWorker(
                vertx,
                pool,
                new Leadership(vertx, database, CaseWorker.LEADER, List.of(CaseWorker.REGISTRY, CaseWorker.JOURNAL))
                        .onSilence(pool::renew),
                fresh,
                settings.expectedSenders(),
                new VerdictReplay(vertx, assumptions(settings)),
                new AlertTexts(App.consoleUrl(settings), Channels.named(alerts)),
                alerts.digestWindow(),
                clock,
                sending::hand,
                meters);
        this.months = new JournalMonths(vertx, pool, clock);
        this.retention = new Retention(vertx, pool, settings.retention(), clock);
        this.operators = new Operators(vertx, pool, clock);
        this.keys = new ApiKeys(pool, settings.apiKey(), clock);
        this.exposing = new Exposing(vertx, settings, pool, support, clock);
        this.counting = new Counting(vertx, settings, pool, support, clock);
    }

    /** The newest verdict says so. */
    private Future<Boolean> nameable(long caseId, String originKey) {
        return new Verdicts(pool)
                .newest(caseId, null)
                .map(found -> found.stream()
                        .flatMap(v -> v.origins().stream())
                        .anyMatch(p -> p.nameable() && p.key().equals(originKey)));
    }

    static Assumptions assumptions(Settings settings) {
        Settings.Verdict verdict = settings.verdict();
        return new Assumptions(verdict.prior(), verdict.strayRate(), Assumptions.USUAL.ticketSpace(), verdict.brands());
    }

    /**
     * Brings the database to the schema of this version and begins to work; blocks. May be called again after it has
     * failed; what was generated until then can't be generated again.
     */
    void open() {
        Migrations.run(database);
        months.start().await();
        operators.ensureAdmin().await().ifPresent(made -> newPassword = Optional.of(made));
        keys.ensureKey().await().ifPresent(made -> newApiKey = Optional.of(made));
        retention.start();
        cases.start();
        sending.start();
        exposing.start();
        counting.start();
        open = true;
    }

    /** Adds API and console, which answer once it is open. */
    void mount(Router router, boolean demo) {
        router.route().handler(ctx -> {
            if (open) {
                ctx.next();
            } else {
                ctx.response()
                        .setStatusCode(503)
                        .putHeader("Retry-After", "5")
                        .end("Barium's database is not reached yet (database.url)");
            }
        });
        ReportFacts reports = new ReportFacts(pool, new LateMerges(vertx, pool));
        new ApiRoutes(pool, keys, exposing.operations(this::nameable), reports, clock).mount(router);
        new ConsoleRoutes(
                        vertx,
                        pool,
                        operators,
                        reports,
                        new ConsoleOptions(settings.http().publicUrl(), demo),
                        clock)
                .mount(router);
    }

    /**
     * What health asks of it.
     *
     * @param waiting why it is not open; {@code null} once it is
     */
    List<Check> checks(Supplier<@Nullable String> waiting) {
        List<Check> checks = new ArrayList<>(List.of(
                Checks.database(pool),
                Checks.casework(pool, waiting, cases::leading, clock),
                Checks.alerts(settings.alerts()),
                Checks.fetching(pool)));
        checks.addAll(Checks.outbox(sending));
        checks.addAll(exposing.checks());
        return checks;
    }

    /** Where the journal's writer is to leave what it has committed. */
    FreshContacts fresh() {
        return fresh;
    }

    /** The journal has grown. */
    void wake() {
        cases.wake();
    }

    /** Works through the journal and sends what is due. */
    void settle() {
        cases.catchUp().await();
        sending.sendDue().await();
    }

    /** Reads the access log, where one is configured. */
    void readAccesses() {
        exposing.sync().ifPresent(sync -> sync.run().await());
    }

    Pool pool() {
        return pool;
    }

    Optional<String> newApiKey() {
        return newApiKey;
    }

    Optional<String> newPassword() {
        return newPassword;
    }

    /** Finishes what is in hand, and closes. */
    @Override
    public void close() throws TimeoutException {
        months.close();
        retention.close();
        exposing.close();
        counting.close();
        Future.join(cases.stop(), sending.stop()).await(CLOSE_SECONDS, TimeUnit.SECONDS);
        pool.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
