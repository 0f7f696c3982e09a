package io.barium;

import io.barium.config.Settings;
import io.barium.demo.DemoDelivery;
import io.barium.fetch.FetchWorker;
import io.barium.fetch.Fetcher;
import io.barium.fetch.Network;
import io.barium.mail.Delivery;
import io.barium.mail.imap.Mailboxes;
import io.barium.ops.AllocatedBytes;
import io.barium.ops.Checks.Check;
import io.barium.ops.HealthRoutes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole service, wired by constructor. Starting and closing block; call them from a thread of your own. */
public final class App implements AutoCloseable {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(App.class);
    private static final int DRAIN_SECONDS = 10;

    private final Settings settings;
    private final Clock clock;
    private final Role role;
    private final @Nullable String demoMailDomain;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /**
     * Two loops a processor, as Vert.x has it: one for each processor takes requests, and what the database says to the
     * journal's writer need not wait behind them.
     */
    private final Vertx vertx = Vertx.vertx();

    private final List<AutoCloseable> closing = new ArrayList<>();
    private final Promise<Void> ready = Promise.promise();
    private int httpPort;
    private @Nullable Databases databases;
    private @Nullable FrontDoor door;
    private @Nullable BackOffice office;
    private @Nullable Beginning beginning;
    private @Nullable Mailboxes mailboxes;

    private App(Settings settings, Clock clock, Role role, @Nullable String demoMailDomain) {
        this.settings = settings;
        this.clock = clock;
        this.role = role;
        this.demoMailDomain = demoMailDomain;
        closing.add(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(DRAIN_SECONDS, TimeUnit.SECONDS));
    }

    /** Starts the service in {@link Role#ALL}. */
    public static App start(Settings settings, Clock clock, @Nullable String demoMailDomain) throws IOException {
        return start(settings, clock, Role.ALL, demoMailDomain);
    }

    /**
     * Starts the service; it takes contacts when this returns. It is {@link #ready} then, unless the database is not
     * reached: then contacts are spooled, and the rest begins when the database is there.
     *
     * @param clock tells every part the time
     * @param demoMailDomain domain whose mail goes to the demo mailbox; {@code null} outside of the demo
     * @throws IOException when a port, a file or the embedded database cannot be used; nothing is left running
     */
    public static App start(Settings settings, Clock clock, Role role, @Nullable String demoMailDomain)
            throws IOException {
        App app = new App(settings, clock, role, demoMailDomain);
        try {
            app.open();
            return app;
        } catch (IOException | RuntimeException e) {
            // It is stored by now, and no later start can show it.
            FirstStart.print(app);
            app.close();
            throw e;
        }
    }

    private void open() throws IOException {
        if (role == Role.INTAKE && settings.database().embedded()) {
            throw new IOException(
                    "--role intake needs database.url (BARIUM_DATABASE_URL): the embedded PostgreSQL has one user, who"
                            + " may do everything");
        }
        Databases opened = Databases.open(settings);
        databases = opened;
        closing.add(opened);
        opened.watch(vertx);
        AllocatedBytes.register(meters);
        Telling telling = new Telling(vertx, settings.alerts(), clock);
        closing.add(telling);
        if (role == Role.ALL) {
            office = new BackOffice(vertx, settings, opened.barium(), opened.support(), clock, meters, telling);
            closing.add(office);
            Beginning first = new Beginning(office::open, TRY_AGAIN);
            beginning = first;
            closing.add(first);
            first.begin();
            first.done().onComplete(ready);
        } else {
            ready.complete();
        }
        Fetcher fetcher = new Fetcher(vertx, Network.INTERNET, clock);
        FrontDoor front = new FrontDoor(
                vertx,
                settings,
                opened.barium(),
                clock,
                meters,
                new AfterCommit(vertx, office),
                others(),
                fetcher,
                telling.notices());
        door = front;
        closing.add(front);
        if (office != null) {
            fetch(new FetchWorker(vertx, office.pool(), fetcher, front.journal(), settings.sources(), clock));
            readMailboxes(opened, front, telling);
        } else if (!settings.imap().isEmpty()) {
            log.info(
                    "imap mailboxes are left to a process in role {} mailboxes={}",
                    Role.ALL,
                    settings.imap().size());
        }
        front.listen();
        HttpListener http = HttpListener.start(vertx, settings.http(), front.before(routes()));
        closing.add(http);
        httpPort = http.port();
        log.info(
                "{} role={} http_port={} smtp_port={} sources={}",
                ready.future().isComplete() ? "ready" : "taking contacts",
                role,
                httpPort,
                smtpPort(),
                settings.sources().size());
    }

    private void fetch(FetchWorker fetching) {
        ready.future().onSuccess(v -> fetching.start());
        closing.add(() -> fetching.stop().await(DRAIN_SECONDS, TimeUnit.SECONDS));
    }

    /** Where none is configured, nothing of the mail library is loaded. */
    private void readMailboxes(Databases at, FrontDoor front, Telling telling) {
        if (settings.imap().isEmpty()) {
            return;
        }
        Mailboxes reading = new Mailboxes(
                vertx, settings, at.barium(), front.journal(), front.inFlight(), telling.backOff(), clock, meters);
        mailboxes = reading;
        ready.future().onSuccess(v -> reading.start());
        closing.add(reading);
    }

    private Map<String, Delivery> others() {
        Map<String, Delivery> others = new HashMap<>();
        if (demoMailDomain != null) {
            others.put(demoMailDomain, new DemoDelivery(pool()));
        }
        return others;
    }

    private Router routes() {
        FrontDoor front = Objects.requireNonNull(door);
        Router router = Router.router(vertx);
        front.mount(router);
        List<Check> checks = new ArrayList<>(front.checks());
        if (office != null) {
            checks.addAll(office.checks(Objects.requireNonNull(beginning)::waiting));
        }
        if (mailboxes != null) {
            checks.addAll(mailboxes.checks());
        }
        new HealthRoutes(checks, meters, settings.http().metricsToken()).mount(router);
        if (office != null) {
            office.mount(router, demoMailDomain != null);
        }
        return router;
    }

    /** Where the console is, for links. */
    static String consoleUrl(Settings settings) {
        String configured = settings.http().publicUrl();
        String url = configured == null ? "http://localhost:" + settings.http().port() : configured;
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** Completes when everything works, and not only contacts are taken. */
    public Future<Void> ready() {
        return ready.future();
    }

    /** The port that HTTP is bound to. */
    public int httpPort() {
        return httpPort;
    }

    /** The port that SMTP is bound to; 0 when it is switched off. */
    public int smtpPort() {
        return Objects.requireNonNull(door).smtpPort();
    }

    /** The API key that this start generated; it cannot be read again. */
    public Optional<String> newApiKey() {
        return office == null ? Optional.empty() : office.newApiKey();
    }

    /** The console password of {@code admin} that this start generated; it cannot be read again. */
    public Optional<String> newPassword() {
        return office == null ? Optional.empty() : office.newPassword();
    }

    /** For commands that work beside the service. */
    public Vertx vertx() {
        return vertx;
    }

    /** Barium's own database. */
    public Pool pool() {
        return Objects.requireNonNull(office).pool();
    }

    /** Where the databases are. */
    public Databases databases() {
        return Objects.requireNonNull(databases);
    }

    /** Works through the journal and sends what is due, now; for tests and worlds with a clock of theirs. */
    public void settle() {
        Objects.requireNonNull(office).settle();
    }

    /** Reads the support system's access log, now rather than when its own clock says. */
    void readAccesses() {
        Objects.requireNonNull(office).readAccesses();
    }

    /** Stops taking contacts, finishes what was taken, then closes everything in reverse order. */
    @Override
    public void close() {
        for (int i = closing.size() - 1; i >= 0; i--) {
            try {
                closing.get(i).close();
            } catch (Exception e) {
                log.warn("closing failed cause={}", e.toString());
            }
        }
        closing.clear();
    }
}
