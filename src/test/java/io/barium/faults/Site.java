package io.barium.faults;

import static org.awaitility.Awaitility.await;

import io.barium.db.Migrations;
import io.barium.db.PostgresAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/** An installation: a database, a relay and as many processes of the service as are asked for. */
final class Site implements AutoCloseable {
    private static final String DATABASE = "barium";
    private static final String ALERTS = """
            domains: [postwren.example]
            apiKey: faults-key
            alerts:
              digestWindow: %s
              mail: {host: 127.0.0.1, port: %d, startTls: false, from: barium@example.com, to: [soc@example.com]}
            """;

    final Relay relay = new Relay();
    final List<Service> services = new ArrayList<>();
    private final Path home;
    private final String digestWindow;
    /** Null where the service runs its own. */
    final Postgres postgres;

    private Site(Path home, Postgres postgres, String digestWindow) throws IOException {
        this.home = home;
        this.postgres = postgres;
        this.digestWindow = digestWindow;
    }

    /** On a PostgreSQL of its own; no process of the service runs yet. */
    static Site external(Path home, int personas, String digestWindow) throws IOException, SQLException {
        Site site = new Site(home, new Postgres(home.resolve("postgres")), digestWindow);
        Migrations.run(site.postgres.create(DATABASE));
        Canaries.plant(site.database(), personas);
        return site;
    }

    /** On the PostgreSQL that the service runs itself; the one process has been started. */
    static Site embedded(Path home, int personas, String digestWindow, String... jvm) throws IOException {
        Site site = new Site(home, null, digestWindow);
        site.add("", jvm).start();
        Canaries.plant(site.database(), personas);
        return site;
    }

    /**
     * Another process, not yet started.
     *
     * @param role of it; empty for the default
     */
    Service add(String role, String... jvm) throws IOException {
        String database = postgres == null
                ? ""
                : "database: {url: \"postgresql://127.0.0.1:%d/%s\", username: postgres}\n"
                        .formatted(database().port(), DATABASE);
        Service service = new Service(
                home.resolve("service" + services.size()),
                database + Requests.SOURCES + ALERTS.formatted(digestWindow, relay.port()),
                role,
                List.of(jvm));
        services.add(service);
        return service;
    }

    /** The first process. */
    Service service() {
        return services.get(0);
    }

    List<Target> targets() {
        return services.stream().map(s -> s.target).toList();
    }

    /** Where Barium's database is now; an embedded one changes its port with each start. */
    PostgresAddress database() throws IOException {
        if (postgres != null) {
            return postgres.database(DATABASE);
        }
        String port =
                Files.readAllLines(embeddedData().resolve("postmaster.pid")).get(3);
        return new PostgresAddress("127.0.0.1", Integer.parseInt(port.strip()), DATABASE, "postgres", null);
    }

    /** Data directory of the embedded server. */
    Path embeddedData() {
        return service().home().resolve("data/postgres");
    }

    /** Contacts on all cases. */
    int contactsOnCases() throws IOException, SQLException {
        return CaseContacts.of(database()).counted();
    }

    /** Contacts that the relay's mails told of, each mail once. */
    int contactsTold() {
        Map<String, AlertMail> different = new HashMap<>();
        relay.mails().stream().filter(AlertMail::tellsOfCase).forEach(mail -> different.put(mail.messageId(), mail));
        return different.values().stream().mapToInt(AlertMail::contacts).sum();
    }

    Tally.Before before() throws IOException, SQLException {
        return Tally.Before.of(database(), relay);
    }

    /** The account once everything has been told, or when patience ends. */
    Tally tally(Providers providers, Tally.Before before, Duration patience) throws IOException, SQLException {
        AtomicReference<Tally> last = new AtomicReference<>();
        try {
            await().atMost(patience)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(() -> {
                        last.set(Tally.of(providers, database(), relay, before));
                        return last.get().isTold();
                    });
        } catch (ConditionTimeoutException untold) {
            return Tally.of(providers, database(), relay, before);
        }
        return last.get();
    }

    @Override
    public void close() throws IOException {
        for (Service service : services) {
            service.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        relay.close();
    }
}
