package io.barium.db;

import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and as whom to enter it.
 *
 * @param host name or address
 * @param port TCP port
 * @param database name of the database
 * @param username role
 * @param password of the role; {@code null} where the server asks for none
 */
public record PostgresAddress(
        String host,
        int port,
        String database,
        String username,
        @Nullable String password) {

    /** Names this process at the server: no connection under the name, no such process. */
    private static final String PROCESS = "barium-" + UUID.randomUUID();

    /**
     * Reads {@code postgresql://host:port/database}.
     *
     * @param url checked by the settings already
     * @param username role; {@code null} for {@code postgres}
     */
    public static PostgresAddress of(String url, @Nullable String username, @Nullable String password) {
        URI uri = URI.create(url);
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new PostgresAddress(
                uri.getHost(), port, uri.getPath().substring(1), username == null ? "postgres" : username, password);
    }

    /** The same server, another database. */
    public PostgresAddress database(String name) {
        return new PostgresAddress(host, port, name, username, password);
    }

    /** For JDBC, without credentials. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** For the Vert.x client; prepared statements are cached, which is off by default. */
    public PgConnectOptions options() {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase(database)
                .setUser(username)
                .setCachePreparedStatements(true);
        options.addProperty("application_name", PROCESS);
        return password == null ? options : options.setPassword(password);
    }

    /**
     * The same for connections whose statements look up by key, whatever the values are. They are planned once, because
     * that takes longer than running them; and by index, because it happens while the tables are young, when reading
     * all of one seems cheap, and the plan is kept while they grow.
     */
    public PgConnectOptions optionsForLookUps() {
        PgConnectOptions options = options();
        options.addProperty("plan_cache_mode", "force_generic_plan");
        List.of("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
                .forEach(plan -> options.addProperty(plan, "off"));
        return options;
    }

    @Override
    public String toString() {
        return "postgresql://" + host + ":" + port + "/" + database;
    }
}
