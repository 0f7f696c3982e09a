package io.barium;

import io.barium.alert.OperatorNotices;
import io.barium.config.Settings;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.fetch.Enclosures;
import io.barium.fetch.Fetcher;
import io.barium.hook.HookLimits;
import io.barium.hook.HookRoutes;
import io.barium.intake.Anchors;
import io.barium.intake.InFlight;
import io.barium.intake.Journal;
import io.barium.intake.JournalWriter;
import io.barium.intake.Spool;
import io.barium.mail.Delivery;
import io.barium.mail.JournalDelivery;
import io.barium.mail.SmtpListener;
import io.barium.mail.check.InternetDns;
import io.barium.mail.check.SenderChecks;
import io.barium.ops.Checks;
import io.barium.ops.Checks.Check;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What takes contacts: hooks, SMTP listener, journal and spool. It needs no database to open, and the right to insert
 * into the journal is all that it asks of one.
 */
final class FrontDoor implements AutoCloseable {
    private static final int CLOSE_SECONDS = 10;
    private static final long LOOK_EVERY_MS = 1_000;
    private static final String SPOOL = "spool";
    private static final String REFUSED = "spool.refused";

    private final Vertx vertx;
    private final Settings settings;
    private final Pool pool;
    private final Spool spool;
    private final JournalWriter journal;
    private final InFlight inFlight;
    private final HookRoutes hooks;
    private final SmtpListener smtp;
    private final @Nullable SenderChecks checks;
    private final long spoolWatch;

    /**
     * Opens it; the SMTP listener takes mail from then on.
     *
     * @param after who is told of every commit
     * @param others who takes the mail of domains that are not journalled
     * @param fetcher of what requests have to be judged with
     * @param notices told while the spool is in use
     */
    FrontDoor(
            Vertx vertx,
            Settings settings,
            PostgresAddress database,
            Clock clock,
            MeterRegistry meters,
            AfterCommit after,
            Map<String, Delivery> others,
            Fetcher fetcher,
            OperatorNotices notices)
            throws IOException {
        this.vertx = vertx;
        this.settings = settings;
        this.spool = Spool.open(settings.spool().directory(), settings.spool().maxBytes());
        this.pool = Pools.forJournal(vertx, database);
        Anchors anchors = Anchors.open(vertx, anchors(settings));
        this.journal = new JournalWriter(vertx, pool, spool, anchors, after.fresh(), () -> after.tell(pool), meters);
        this.inFlight = new InFlight(settings.http().maxInFlightBytes());
        this.hooks = new HookRoutes(
                vertx,
                settings.sources(),
                journal,
                new Enclosures(fetcher),
                meters,
                clock,
                new HookLimits(settings.http().maxBodyBytes(), inFlight));
        boolean checked = settings.smtp().enabled() && settings.smtp().checkSenders();
        this.checks =
                checked ? new SenderChecks(new InternetDns(), settings.smtp().hostname(), meters) : null;
        this.smtp = new SmtpListener(settings.smtp(), deliveries(others), inFlight, meters, clock);
        this.spoolWatch = vertx.setPeriodic(LOOK_EVERY_MS, t -> tell(notices));
    }

    private void tell(OperatorNotices notices) {
        tellOfWaiting(notices);
        int refused = spool.refused();
        if (refused == 0) {
            notices.clear(REFUSED);
            return;
        }
        notices.raise(
                REFUSED,
                "The database refuses contacts that were acknowledged (database.url; the log says why): " + refused
                        + " stay on this machine's disk (spool.dir) and are tried again when Barium is started again.");
    }

    private void tellOfWaiting(OperatorNotices notices) {
        long waiting = journal.spooled();
        if (waiting == 0) {
            notices.clear(SPOOL);
            return;
        }
        notices.raise(
                SPOOL,
                "The database cannot commit (database.url): contacts are taken and kept on this machine's disk, "
                        + waiting
                        + " wait there in " + spool.bytes() + " of spool.maxBytes "
                        + settings.spool().maxBytes()
                        + " bytes. No case is worked and no alert is made until the database is back.");
    }

    /** Where the heads of this process's chains are noted. */
    static Path anchors(Settings settings) {
        return settings.dataDir().resolve("journal.anchors");
    }

    /** Where what comes in by other ways is written too. */
    Journal journal() {
        return journal;
    }

    /** Bytes that all ways in hold. */
    InFlight inFlight() {
        return inFlight;
    }

    void listen() throws IOException {
        if (settings.smtp().enabled()) {
            smtp.start();
        }
    }

    void mount(Router router) {
        hooks.mount(router);
    }

    /** Requests to hooks do not go through the router. */
    Handler<HttpServerRequest> before(Router router) {
        return hooks.before(router);
    }

    List<Check> checks() {
        return List.of(
                Checks.journal(journal::storing, journal::spooled),
                Checks.spool(
                        spool::depth,
                        spool::refused,
                        spool::bytes,
                        settings.spool().maxBytes()),
                Checks.smtp(settings.smtp().enabled(), smtp::running),
                Checks.sources(settings.sources(), HookRoutes::missing));
    }

    int smtpPort() {
        return settings.smtp().enabled() ? smtp.port() : 0;
    }

    private Map<String, Delivery> deliveries(Map<String, Delivery> others) {
        Map<String, Delivery> domains = new HashMap<>(others);
        Semaphore reading = new Semaphore(Runtime.getRuntime().availableProcessors());
        Delivery toJournal = new JournalDelivery(journal, settings.smtp().authservId(), checks, "US", reading);
        settings.domains().forEach(d -> domains.put(d, toJournal));
        return domains;
    }

    /** Takes no more mail, finishes what was taken, and closes. */
    @Override
    public void close() throws IOException, TimeoutException {
        vertx.cancelTimer(spoolWatch);
        smtp.close();
        if (checks != null) {
            checks.close();
        }
        journal.drained().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        pool.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        spool.close();
    }
}
