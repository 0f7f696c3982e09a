package io.barium;

import io.barium.access.ApiKeys;
import io.barium.access.Operators;
import io.barium.alert.AlertTexts;
import io.barium.alert.Channels;
import io.barium.alert.OperatorNotices;
import io.barium.api.ApiRoutes;
import io.barium.casework.CaseWorker;
import io.barium.config.Settings;
import io.barium.console.ConsoleOptions;
import io.barium.console.ConsoleRoutes;
import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.demo.DemoDelivery;
import io.barium.hook.HookRoutes;
import io.barium.intake.JournalWriter;
import io.barium.mail.Delivery;
import io.barium.mail.JournalDelivery;
import io.barium.mail.SmtpListener;
import io.barium.ops.Checks;
import io.barium.ops.HealthRoutes;
import io.barium.outbox.BackOff;
import io.barium.outbox.Outbox;
import io.barium.outbox.OutboxWorkers;
import io.barium.outbox.Policy;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole service, wired by constructor. Starting and closing block; call them from a thread of your own. */
public final class App implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(App.class);
    private static final int MAX_HEADERS_BYTES = 64 << 10;
    private static final int MAX_REQUEST_LINE = 32 << 10;
    private static final int DRAIN_SECONDS = 10;

    private final Settings settings;
    private final Clock clock;
    private final @Nullable String demoMailDomain;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private int httpPort;
    private int smtpPort;
    private @Nullable Databases databases;
    private @Nullable Pool pool;
    private @Nullable CaseWorker casework;
    private @Nullable OutboxWorkers outboxWorkers;
    private Optional<String> newApiKey = Optional.empty();
    private Optional<String> newPassword = Optional.empty();

    private App(Settings settings, Clock clock, @Nullable String demoMailDomain) {
        this.settings = settings;
        this.clock = clock;
        this.demoMailDomain = demoMailDomain;
        closing.add(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(DRAIN_SECONDS, TimeUnit.SECONDS));
    }

    /**
     * Starts the service; it is ready when this returns.
     *
     * @param clock tells every part the time
     * @param demoMailDomain domain whose mail goes to the demo mailbox; {@code null} outside of the demo
     * @throws IOException when a port, a file or the database cannot be used; nothing is left running
     */
    public static App start(Settings settings, Clock clock, @Nullable String demoMailDomain) throws IOException {
        App app = new App(settings, clock, demoMailDomain);
        try {
            app.open();
            return app;
        } catch (IOException | RuntimeException e) {
            app.close();
            throw e;
        }
    }

    private void open() throws IOException {
        Databases opened = Databases.open(settings);
        databases = opened;
        closing.add(opened);
        Migrations.run(opened.barium());
        Pool barium = Pools.open(vertx, opened.barium(), settings.database().poolSize());
        pool = barium;
        closing.add(() -> barium.close().await(DRAIN_SECONDS, TimeUnit.SECONDS));

        Settings.Alerts alerts = settings.alerts();
        BackOff backOff = new BackOff(new SecureRandom());
        Channels channels = new Channels(vertx, alerts, clock);
        closing.add(() -> channels.close().await(DRAIN_SECONDS, TimeUnit.SECONDS));
        if (channels.set().isEmpty()) {
            log.warn("neither alerts.mail nor alerts.webhook is set: nobody will be told of a case");
        }
        OperatorNotices notices = new OperatorNotices(vertx, channels.set(), backOff, clock);
        OutboxWorkers sending = new OutboxWorkers(
                vertx,
                new Outbox(barium),
                channels.all(),
                backOff,
                new Policy(Policy.ATTEMPT_LIMIT, alerts.fallbackAfter(), alerts.giveUpAfter()),
                clock,
                meters,
                notices);
        outboxWorkers = sending;
        CaseWorker cases = new CaseWorker(
                vertx,
                barium,
                settings.expectedSenders(),
                new AlertTexts(consoleUrl(settings), Channels.named(alerts)),
                alerts.digestWindow(),
                clock,
                sending::hand,
                meters);
        casework = cases;
        JournalWriter journal = new JournalWriter(vertx, barium, cases::wake);

        Operators operators = new Operators(vertx, barium, clock);
        ApiKeys keys = new ApiKeys(barium, settings.apiKey(), clock);
        newPassword = operators.ensureAdmin().await();
        newApiKey = keys.ensureKey().await();

        SmtpListener smtp = new SmtpListener(settings.smtp(), deliveries(journal, barium), meters, clock);
        Router router = Router.router(vertx);
        new HookRoutes(
                        vertx,
                        settings.sources(),
                        journal,
                        meters,
                        clock,
                        settings.http().maxBodyBytes())
                .mount(router);
        List<Checks.Check> checks = new ArrayList<>(List.of(
                Checks.database(barium),
                Checks.journal(journal::committing),
                Checks.casework(barium, clock),
                Checks.smtp(settings.smtp().enabled(), smtp::running),
                Checks.sources(settings.sources()),
                Checks.alerts(alerts)));
        checks.addAll(Checks.outbox(sending));
        new HealthRoutes(checks, meters).mount(router);
        new ApiRoutes(barium, keys, clock).mount(router);
        new ConsoleRoutes(
                        vertx,
                        barium,
                        operators,
                        new ConsoleOptions(settings.http().publicUrl(), demoMailDomain != null),
                        clock)
                .mount(router);

        closing.add(() ->
                Future.join(journal.drained(), cases.stop(), sending.stop()).await(DRAIN_SECONDS, TimeUnit.SECONDS));
        if (settings.smtp().enabled()) {
            smtp.start();
            closing.add(smtp);
            smtpPort = smtp.port();
        }
        cases.start();
        sending.start();
        notices.start();
        closing.add(notices::stop);
        HttpServer http = listen(router);
        closing.add(() -> http.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS).await(DRAIN_SECONDS + 1L, TimeUnit.SECONDS));
        httpPort = http.actualPort();
        log.info(
                "ready http_port={} smtp_port={} sources={}",
                httpPort,
                smtpPort,
                settings.sources().size());
    }

    /** Where the console is, for links. */
    static String consoleUrl(Settings settings) {
        String configured = settings.http().publicUrl();
        String url = configured == null ? "http://localhost:" + settings.http().port() : configured;
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private HttpServer listen(Router router) throws IOException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.http().host())
                .setPort(settings.http().port())
                .setMaxHeaderSize(MAX_HEADERS_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(75)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        try {
            return vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen()
                    .await();
        } catch (RuntimeException e) {
            throw new IOException(
                    "cannot listen on http.port " + settings.http().port() + " (BARIUM_HTTP_PORT)", e);
        }
    }

    private Map<String, Delivery> deliveries(JournalWriter journal, Pool barium) {
        Map<String, Delivery> domains = new HashMap<>();
        Delivery toJournal = new JournalDelivery(journal, settings.smtp().authservId(), "US");
        settings.domains().forEach(d -> domains.put(d, toJournal));
        if (demoMailDomain != null) {
            domains.put(demoMailDomain, new DemoDelivery(barium));
        }
        return domains;
    }

    /** The port that HTTP is bound to. */
    public int httpPort() {
        return httpPort;
    }

    /** The port that SMTP is bound to; 0 when it is switched off. */
    public int smtpPort() {
        return smtpPort;
    }

    /** The API key that this start generated; it cannot be read again. */
    public Optional<String> newApiKey() {
        return newApiKey;
    }

    /** The console password of {@code admin} that this start generated; it cannot be read again. */
    public Optional<String> newPassword() {
        return newPassword;
    }

    /** For commands that work beside the service. */
    public Vertx vertx() {
        return vertx;
    }

    /** Barium's own database. */
    public Pool pool() {
        return java.util.Objects.requireNonNull(pool);
    }

    /** Where the databases are. */
    public Databases databases() {
        return java.util.Objects.requireNonNull(databases);
    }

    /**
     * Works through the journal and sends what is due, now rather than when its own clock says; for tests with a clock
     * of theirs.
     */
    public void settle() {
        java.util.Objects.requireNonNull(casework).catchUp().await();
        java.util.Objects.requireNonNull(outboxWorkers).sendDue().await();
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
