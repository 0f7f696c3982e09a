package io.barium.db;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process leads, of any number on one database: the one whose connection holds a session lock. The others ask for
 * it once a second, so that they have it soon after the leader's connection is gone. The leader works on that
 * connection itself, so without the lock it has nothing to work on.
 *
 * <p>A killed process closes its connection; that of a machine that vanished is closed by the server, which probes it
 * from the third second of silence on and gives up after the sixth. The connection also hears notifications.
 */
public final class Leadership {
    private static final Logger log = LoggerFactory.getLogger(Leadership.class);
    private static final long ASK_EVERY_MS = 1_000;
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final Context context;
    private final PostgresAddress address;
    private final long lock;
    private final List<String> channels;
    private Consumer<String> heard = channel -> {};
    private long timer = -1;
    private boolean asking;
    private boolean stopped;
    private boolean reached = true;
    private boolean silent;
    private Runnable silence = () -> {};
    private volatile @Nullable PgConnection connection;
    private volatile boolean leading;

    /**
     * Not yet started.
     *
     * @param lock number of the advisory lock
     * @param channels to listen to
     */
    public Leadership(Vertx vertx, PostgresAddress address, long lock, List<String> channels) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.address = address;
        this.lock = lock;
        this.channels = List.copyOf(channels);
    }

    /**
     * Begins to stand for the lead.
     *
     * @param listener takes a channel's name when it was notified; and every channel's name whenever notifications may
     *     have been missed or the lead was won
     */
    public void start(Consumer<String> listener) {
        context.runOnContext(v -> {
            heard = listener;
            timer = vertx.setPeriodic(ASK_EVERY_MS, t -> look());
            look();
        });
    }

    /**
     * Whom to tell that the server gives no answer any more, and once more when it is reached again. Other connections
     * to it may wait for ever, and so may those that were begun meanwhile. To be called before {@link #start}.
     */
    public Leadership onSilence(Runnable told) {
        silence = told;
        return this;
    }

    /** Whether this process leads, as far as it knows. */
    public boolean leading() {
        return leading;
    }

    /** The connection that holds the lock, for the leader's work; {@code null} while somebody else leads. */
    public @Nullable SqlConnection connection() {
        return leading ? connection : null;
    }

    /** Gives the lead up. */
    public Future<Void> stop() {
        return Future.future(done -> context.runOnContext(v -> {
            stopped = true;
            vertx.cancelTimer(timer);
            PgConnection open = connection;
            drop(open);
            done.complete();
        }));
    }

    private void look() {
        if (asking) {
            return;
        }
        asking = true;
        PgConnection open = connection;
        Future<?> asked = open == null ? connect() : leading ? probe(open) : ask(open);
        asked.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .onComplete(answer -> context.runOnContext(v -> {
                    asking = false;
                    if (answer.cause() instanceof TimeoutException && !silent && !stopped) {
                        silent = true;
                        silence.run();
                    }
                    if (answer.failed() && (answer.cause() instanceof TimeoutException || !leading)) {
                        drop(connection);
                        unreachable(answer.cause());
                    }
                }));
    }

    private Future<?> connect() {
        var options = address.optionsForLookUps();
        options.getProperties().put("tcp_keepalives_idle", "3");
        options.getProperties().put("tcp_keepalives_interval", "1");
        options.getProperties().put("tcp_keepalives_count", "3");
        options.getProperties().put("tcp_user_timeout", "6000");
        return PgConnection.connect(vertx, options).compose(open -> {
            if (stopped || connection != null) { // it took so long that another one was made
                return open.close();
            }
            connection = open;
            open.closeHandler(v -> context.runOnContext(c -> closed(open)));
            open.exceptionHandler(e -> log.warn("connection failed lock={} cause={}", lock, e.toString()));
            open.notificationHandler(n -> context.runOnContext(c -> heard.accept(n.getChannel())));
            List<Future<?>> listening = new ArrayList<>();
            channels.forEach(c -> listening.add(open.query("listen " + c).execute()));
            return Future.all(listening).compose(v -> {
                reached = true;
                if (silent) {
                    silent = false;
                    silence.run();
                }
                channels.forEach(heard);
                return ask(open);
            });
        });
    }

    private Future<Void> ask(PgConnection open) {
        return open.query("select pg_try_advisory_lock(" + lock + ")").execute().map(rows -> {
            if (rows.iterator().next().getBoolean(0) && open == connection) {
                leading = true;
                log.info("leads lock={}", lock);
                channels.forEach(heard);
            }
            return null;
        });
    }

    /** Any answer will do, a refusal in the middle of a failed transaction too. */
    private static Future<?> probe(PgConnection open) {
        return open.query("select 1").execute();
    }

    private void closed(PgConnection gone) {
        if (gone == connection) {
            connection = null;
            if (leading) {
                leading = false;
                log.warn("leads no more, its connection was closed lock={}", lock);
            }
        }
    }

    private void drop(@Nullable PgConnection open) {
        leading = false;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private void unreachable(Throwable cause) {
        if (reached) {
            reached = false;
            log.warn("database not reached, will try again cause={}", cause.toString());
        }
    }
}
