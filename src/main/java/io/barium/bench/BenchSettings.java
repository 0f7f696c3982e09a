package io.barium.bench;

import io.barium.db.PostgresAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the service that is measured.
 *
 * @param httpPort of its listener
 * @param smtpPort of its listener; 0 for none
 * @param sinkPort where its alerts go
 * @param database its database; {@code null} for an embedded one
 */
record BenchSettings(
        int httpPort, int smtpPort, int sinkPort, @Nullable PostgresAddress database) {
    static final String MAILGUN_KEY = "key-bench-0123456789abcdef";
    static final String TWILIO_TOKEN = "bench0123456789abcdef0123456789ab";
    static final String GENERIC_KEY = "YmVuY2gtYmVuY2gtYmVuY2gtYmVuY2g=";
    static final String PUBLIC_URL = "https://barium.example";

    /** Every alert is told at once, so that each contact makes its own. */
    String yaml(Path dataDir) {
        String own = database == null
                ? "database: {embedded: true}"
                : "database: {url: \"" + database + "\", username: " + database.username() + "}";
        return """
                dataDir: "%s"
                http: {host: 127.0.0.1, port: %d}
                smtp: {enabled: %s, host: 127.0.0.1, port: %d}
                domains: [ours.example]
                %s
                sources:
                  - {id: mail, provider: mailgun, secrets: ["%s"]}
                  - {id: phone, provider: twilio, secrets: ["%s"], publicUrl: "%s"}
                  - {id: events, provider: generic, secrets: ["whsec_%s"]}
                alerts:
                  digestWindow: 0s
                  mail: {host: 127.0.0.1, port: %d, startTls: false, from: barium@bench.example, to: [soc@bench.example]}
                """.formatted(
                        dataDir,
                        httpPort,
                        smtpPort > 0,
                        smtpPort,
                        own,
                        MAILGUN_KEY,
                        TWILIO_TOKEN,
                        PUBLIC_URL,
                        GENERIC_KEY,
                        sinkPort);
    }
}
