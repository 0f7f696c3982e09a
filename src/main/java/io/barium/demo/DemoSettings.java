package io.barium.demo;

import io.barium.config.Settings;
import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.Alerts;
import io.barium.config.Settings.Relay;
import io.barium.replay.live.Feeds;
import io.barium.replay.live.LiveService;
import io.barium.replay.live.LiveSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The settings of the demo: three domains, two feeds with fresh secrets, and alerts to a mailbox of its own. */
public final class DemoSettings {
    /** The demo's SOC reads its mail here. */
    public static final String MAIL_DOMAIN = "soc-mailbox.example";

    private static final Duration DIGEST_WINDOW = Duration.ofDays(7);
    private static final long SEED = 1;
    private static final int PERSONAS = 80;
    /** From 1 January 2019 to 31 October. */
    private static final int DAYS = 304;
    /** 31 August. */
    private static final int LEAK_DAY = 242;
    /** Who sells the list needs time to find a buyer. */
    private static final int SILENCE = 12;

    private static final double CONTACTED = .35;
    private static final double QUOTED = .25;

    private DemoSettings() {}

    /** The story: an agent's August, and the calls of autumn. */
    public static LiveSettings story() {
        return new LiveSettings(
                SEED,
                PERSONAS,
                LiveSettings.START,
                DAYS,
                LiveSettings.Through.AGENT,
                LEAK_DAY,
                SILENCE,
                CONTACTED,
                QUOTED,
                1);
    }

    /**
     * Lays the demo over what the environment sets.
     *
     * @param base ports, directory and API key are kept
     * @param httpPort a port that is free
     * @param smtpPort a port that is free
     * @throws IOException when the data directory cannot be written
     */
    public static Settings over(Settings base, int httpPort, int smtpPort) throws IOException {
        Settings.Http http = new Settings.Http(
                "127.0.0.1",
                httpPort,
                base.http().publicUrl(),
                base.http().maxBodyBytes(),
                base.http().maxInFlightBytes(),
                base.http().metricsToken());
        Settings.Smtp s = base.smtp();
        Settings.Smtp smtp = new Settings.Smtp(
                true,
                "127.0.0.1",
                smtpPort,
                "mx.demo.example",
                s.maxMessageBytes(),
                s.maxConnections(),
                s.maxConnectionsPerMinute(),
                s.maxRecipients(),
                null,
                null,
                null,
                s.checkSenders());
        AlertMail mail = new AlertMail(
                new Relay("127.0.0.1", smtpPort, false, null, null),
                null,
                "barium@" + MAIL_DOMAIN,
                List.of("security@" + MAIL_DOMAIN));
        Settings.Support support = base.support();
        return new Settings(
                base.dataDir(),
                base.apiKey(),
                http,
                smtp,
                base.database(),
                List.of("postwren.example", "mailbrook.example", "inboxfern.example"),
                List.of(LiveService.COMPANY),
                Feeds.sources(),
                List.of(),
                support == null ? null : LiveService.support(support, base.dataDir(), SEED, PERSONAS),
                new Alerts(
                        mail,
                        null,
                        DIGEST_WINDOW,
                        base.alerts().fallbackAfter(),
                        base.alerts().giveUpAfter()),
                base.spool(),
                base.retention(),
                base.exposures(),
                new Settings.Verdict(
                        List.of("Shieldworks"),
                        base.verdict().prior(),
                        base.verdict().strayRate()));
    }
}
