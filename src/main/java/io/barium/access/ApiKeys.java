package io.barium.access;

import io.barium.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * API keys. They are long and random, so a plain SHA-256 of them is kept: it cannot be turned back, and looking up by
 * it tells nothing by its timing.
 */
public final class ApiKeys {
    private static final int LENGTH = 40;
    private static final int LONGEST_NAME = 100;
    private static final String CONFIGURED = "configured";
    /** Of the advisory lock under which a first key is made; any number that nobody else uses. */
    private static final long FIRST_KEY_LOCK = 0x6261726975_6b6579L;

    private final Pool pool;
    private final byte @Nullable [] configured;
    private final Clock clock;

    /** @param configured an administrator's key from the settings; {@code null} for none */
    public ApiKeys(Pool pool, @Nullable Secret configured, Clock clock) {
        this.pool = pool;
        this.configured = configured == null ? null : sha256(configured.reveal());
        this.clock = clock;
    }

    /** The name of a key; empty for one that is not known. */
    public Future<Optional<String>> authenticate(String key) {
        byte[] hash = sha256(key);
        if (configured != null && MessageDigest.isEqual(configured, hash)) {
            return Future.succeededFuture(Optional.of(CONFIGURED));
        }
        return pool.preparedQuery("select name from api_key where sha256 = $1")
                .execute(Tuple.of(Buffer.buffer(hash)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("name")));
    }

    /** Makes a key when none is stored or configured, and returns it this once; empty otherwise. */
    public Future<Optional<String>> ensureKey() {
        if (configured != null) {
            return Future.succeededFuture(Optional.empty());
        }
        String key = "barium_" + Generated.secret(LENGTH);
        String insert = """
                insert into api_key (sha256, name, created_at)
                select $1, 'first', $2 where not exists (select 1 from api_key)
                """;
        return pool.withTransaction(c -> c.preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(FIRST_KEY_LOCK))
                .compose(locked -> c.preparedQuery(insert)
                        .execute(Tuple.of(
                                Buffer.buffer(sha256(key)), clock.instant().atOffset(ZoneOffset.UTC))))
                .map(done -> done.rowCount() == 1 ? Optional.of(key) : Optional.<String>empty()));
    }

    /**
     * Makes another key and returns it this once.
     *
     * @param name by which the audit log knows it
     * @return fails with {@link IllegalArgumentException} where a key has the name already
     */
    public Future<String> add(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.equals(CONFIGURED)) {
            return Future.failedFuture(new IllegalArgumentException(
                    "name: expected up to " + LONGEST_NAME + " characters, and not \"" + CONFIGURED + "\""));
        }
        String key = "barium_" + Generated.secret(LENGTH);
        String insert = """
                insert into api_key (sha256, name, created_at)
                select $1, $2, $3 where not exists (select 1 from api_key where name = $2)
                """;
        return pool.withTransaction(c -> c.preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(FIRST_KEY_LOCK))
                .compose(locked -> c.preparedQuery(insert)
                        .execute(Tuple.of(
                                Buffer.buffer(sha256(key)),
                                name,
                                clock.instant().atOffset(ZoneOffset.UTC))))
                .compose(done -> done.rowCount() == 1
                        ? Future.succeededFuture(key)
                        : Future.failedFuture(
                                new IllegalArgumentException("name: a key is called \"" + name + "\" already"))));
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
