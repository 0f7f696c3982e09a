package io.barium.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Operators of the console and their passwords (Argon2id, RFC 9106). */
public final class Operators {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final int MAX_PASSWORD_CHARS = 256;
    private static final int PASSWORD_LENGTH = 20;
    /** Each hash takes 19 MB; more at once would let strangers fill the memory. */
    private static final int HASHES_AT_ONCE = 2;

    private final Pool pool;
    private final Clock clock;
    private final WorkerExecutor hashing;
    private @Nullable Future<String> decoy;

    public Operators(Vertx vertx, Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
        this.hashing = vertx.createSharedWorkerExecutor("barium-passwords", HASHES_AT_ONCE);
    }

    /** What the password of an unknown operator is held against; made when somebody first asks. */
    private synchronized Future<String> decoy() {
        if (decoy == null) {
            decoy = hash(Generated.secret(PASSWORD_LENGTH));
        }
        return decoy;
    }

    /** Makes the operator {@code admin} when there is no operator yet, and returns its password this once. */
    public Future<Optional<String>> ensureAdmin() {
        return pool.preparedQuery("select count(*) as n from operator")
                .execute()
                .compose(rows -> rows.iterator().next().getLong("n") > 0
                        ? Future.succeededFuture(Optional.empty())
                        : createAdmin());
    }

    private Future<Optional<String>> createAdmin() {
        String password = Generated.secret(PASSWORD_LENGTH);
        String insert = """
                insert into operator (username, password_hash, created_at) values ('admin', $1, $2)
                on conflict do nothing
                """;
        return hash(password)
                .compose(hash -> pool.preparedQuery(insert)
                        .execute(Tuple.of(hash, clock.instant().atOffset(ZoneOffset.UTC))))
                .map(done -> done.rowCount() == 1 ? Optional.of(password) : Optional.empty());
    }

    /** Whether the password is the operator's; an unknown operator costs the same work. */
    public Future<Boolean> authenticate(String username, String password) {
        if (password.length() > MAX_PASSWORD_CHARS) {
            return Future.succeededFuture(false);
        }
        return stored(username)
                .compose(stored -> stored.isPresent()
                        ? check(password, stored.get())
                        : decoy().compose(hash -> check(password, hash)).map(ignored -> false));
    }

    private Future<Optional<String>> stored(String username) {
        if (!USERNAME.matcher(username).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        return pool.preparedQuery("select password_hash from operator where username = $1")
                .execute(Tuple.of(username))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("password_hash")));
    }

    private Future<Boolean> check(String password, String hash) {
        return hashing.executeBlocking(() -> PasswordHash.matches(password, hash), false);
    }

    private Future<String> hash(String password) {
        return hashing.executeBlocking(() -> PasswordHash.hash(password), false);
    }
}
