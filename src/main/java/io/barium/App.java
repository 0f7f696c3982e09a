package io.barium;

import io.barium.access.ApiKeys;
import io.barium.access.Operators;
import io.barium.alert.AlertTexts;
import io.barium.alert.MailSender;
import io.barium.api.ApiRoutes;
import io.barium.casework.CaseWorker;
import io.barium.config.Settings;
import io.barium.console.ConsoleOptions;
import io.barium.console.ConsoleRoutes;
import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.demo.DemoDelivery;
import io.barium.hook.HookLimits;
import io.barium.hook.HookRoutes;
import io.barium.intake.InFlight;
import io.barium.intake.JournalWriter;
import io.barium.mail.Delivery;
import io.barium.mail.JournalDelivery;
import io.barium.mail.SmtpListener;
import io.barium.ops.Checks;
import io.barium.ops.HealthRoutes;
import io.barium.outbox.BackOff;
import io.barium.outbox.Outbox;
import io.barium.outbox.OutboxWorker;
import io.barium.outbox.Sender;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
    private @Nullable OutboxWorker outboxWorker;
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

        Outbox outbox = new Outbox(barium);
        OutboxWorker sending = new OutboxWorker(
                vertx,
                outbox,
                senders(),
                new BackOff(new SecureRandom()),
                settings.alerts().giveUpAfter(),
                clock,
                meters);
        outboxWorker = sending;
        CaseWorker cases = new CaseWorker(
                vertx,
                barium,
                settings.expectedSenders(),
                new AlertTexts(consoleUrl(settings)),
                settings.alerts().digestWindow(),
                clock,
                sending::wake,
                meters);
        casework = cases;
        JournalWriter journal = new JournalWriter(vertx, barium, cases::wake);

        Operators operators = new Operators(vertx, barium, clock);
        ApiKeys keys = new ApiKeys(barium, settings.apiKey(), clock);
        newPassword = operators.ensureAdmin().await();
        newApiKey = keys.ensureKey().await();

        InFlight inFlight = new InFlight(settings.http().maxInFlightBytes());
        SmtpListener smtp = new SmtpListener(settings.smtp(), deliveries(journal, barium), inFlight, meters, clock);
        Router router = Router.router(vertx);
        HookRoutes hooks = new HookRoutes(
                vertx,
                settings.sources(),
                journal,
                meters,
                clock,
                new HookLimits(settings.http().maxBodyBytes(), inFlight));
        hooks.mount(router);
        new HealthRoutes(
                        List.of(
                                Checks.database(barium),
                                Checks.journal(journal::committing),
                                Checks.casework(barium, clock),
                                Checks.outbox(outbox),
                                Checks.smtp(settings.smtp().enabled(), smtp::running),
                                Checks.sources(settings.sources()),
                                Checks.alerts(settings.alerts())),
                        meters)
                .mount(router);
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
        HttpListener http = HttpListener.start(vertx, settings.http(), hooks.before(router));
        closing.add(http);
        httpPort = http.port();
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

    private List<Sender> senders() {
        Settings.AlertMail mail = settings.alerts().mail();
        if (mail == null) {
            log.warn("alerts.mail is not set: nobody will be told of a case");
            return List.of();
        }
        MailSender sender = new MailSender(vertx, mail);
        closing.add(() -> sender.close().await(DRAIN_SECONDS, TimeUnit.SECONDS));
        return List.of(sender);
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
        java.util.Objects.requireNonNull(outboxWorker).sendDue().await();
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
