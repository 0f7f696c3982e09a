package io.barium.demo;

import io.barium.config.Secret;
import io.barium.config.Settings;
import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.Alerts;
import io.barium.config.Settings.Relay;
import io.barium.config.Settings.Source;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** The settings of the demo: three domains, two feeds with fresh secrets, and alerts to a mailbox of its own. */
public final class DemoSettings {
    /** The demo's SOC reads its mail here. */
    public static final String MAIL_DOMAIN = "soc-mailbox.example";
    /** The company whose own mail is expected. */
    static final String COMPANY = "shieldworks.example";
    /** Where the phone provider believes the hooks to be: it signs the URL as configured, not as it is here. */
    static final String PUBLIC_URL = "https://hooks.demo.example";

    static final String MAIL_FEED = "demo-mail";
    static final String PHONE_FEED = "demo-phone";
    private static final Duration DIGEST_WINDOW = Duration.ofSeconds(8);
    private static final int PERSONAS = 40;

    private DemoSettings() {}

    /**
     * Lays the demo over what the environment sets.
     *
     * @param base ports, directory and API key are kept
     * @param httpPort a port that is free
     * @param smtpPort a port that is free
     */
    public static Settings over(Settings base, int httpPort, int smtpPort) {
        Settings.Http http = new Settings.Http(
                "127.0.0.1",
                httpPort,
                base.http().publicUrl(),
                base.http().maxBodyBytes(),
                base.http().maxInFlightBytes());
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
                List.of(COMPANY),
                List.of(source(MAIL_FEED, "mailgun"), source(PHONE_FEED, "twilio")),
                List.of(),
                support == null
                        ? null
                        : new Settings.Support(
                                support.name(),
                                support.url(),
                                support.username(),
                                support.password(),
                                PERSONAS,
                                support.numbers(),
                                support.seed(),
                                support.mapping()),
                new Alerts(
                        mail,
                        null,
                        DIGEST_WINDOW,
                        base.alerts().fallbackAfter(),
                        base.alerts().giveUpAfter()),
                base.spool(),
                base.retention());
    }

    private static Source source(String id, String provider) {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        return new Source(
                id, provider, List.of(new Secret(HexFormat.of().formatHex(secret))), PUBLIC_URL, null, null, "US");
    }
}
