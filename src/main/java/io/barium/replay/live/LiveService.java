package io.barium.replay.live;

import io.barium.config.AccessLog;
import io.barium.config.Secret;
import io.barium.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The settings of a service that a world is played against. */
public final class LiveService {
    /** The domain from which the company writes; what is signed by it is expected. */
    public static final String COMPANY = "shieldworks.example";

    private static final List<String> DOMAINS = List.of(
            "postwren.example",
            "mailbrook.example",
            "inboxfern.example",
            "letterlark.example",
            "quietpost.example",
            "mailhazel.example",
            "penandpost.example",
            "brightinbox.example",
            "harbormail.example",
            "cedarpost.example");

    private LiveService() {}

    /**
     * Lays them over others, of which databases, retention and the support system's names are kept.
     *
     * @param dir for everything that is kept in files
     * @param seed of the personas
     * @param canaries that will be planted
     * @throws IOException when the lines cannot be written down
     */
    public static Settings over(Settings base, Path dir, long seed, int canaries) throws IOException {
        Settings.Http h = base.http();
        Settings.Smtp s = base.smtp();
        return new Settings(
                dir,
                new Secret(Post.key("api key " + dir, 40)),
                new Settings.Http("127.0.0.1", 0, null, h.maxBodyBytes(), h.maxInFlightBytes(), null),
                new Settings.Smtp(
                        false,
                        "127.0.0.1",
                        0,
                        "mx.demo.example",
                        s.maxMessageBytes(),
                        s.maxConnections(),
                        s.maxConnectionsPerMinute(),
                        s.maxRecipients(),
                        null,
                        null,
                        null,
                        false),
                base.database(),
                DOMAINS,
                List.of(COMPANY),
                Feeds.sources(),
                List.of(),
                support(
                        Objects.requireNonNull(
                                base.support(), "nowhere to plant: set support.name (BARIUM_SUPPORT_NAME)"),
                        dir,
                        seed,
                        canaries),
                new Settings.Alerts(
                        null,
                        null,
                        base.alerts().digestWindow(),
                        base.alerts().fallbackAfter(),
                        base.alerts().giveUpAfter()),
                new Settings.Spool(dir.resolve("spool"), base.spool().maxBytes()),
                base.retention(),
                base.exposures(),
                new Settings.Verdict(
                        List.of("Shieldworks"),
                        base.verdict().prior(),
                        base.verdict().strayRate()));
    }

    /**
     * A support system, with lines of {@link LineStock} for so many canaries.
     *
     * @throws IOException when the lines cannot be written down
     */
    public static Settings.Support support(Settings.Support support, Path dir, long seed, int canaries)
            throws IOException {
        Files.createDirectories(dir);
        Path numbers = Files.writeString(dir.resolve("lines.csv"), LineStock.csv(2 * canaries));
        return new Settings.Support(
                support.name(),
                support.url(),
                support.username(),
                support.password(),
                canaries,
                numbers,
                seed,
                support.rollAfter(),
                support.mapping(),
                support.accessLog() == null ? AccessLog.SAMPLE : support.accessLog());
    }
}
