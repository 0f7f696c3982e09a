package io.barium.ops;

import io.barium.config.Settings;
import io.barium.config.Settings.Source;
import io.barium.outbox.ChannelStanding;
import io.barium.outbox.OutboxWorkers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What health is made of. Each check answers within its patience and never fails. */
public final class Checks {
    private static final long PATIENCE_SECONDS = 3;
    private static final Duration LATE = Duration.ofMinutes(1);

    private Checks() {}

    /**
     * A check that has a name even when it does not answer; then somebody should look, but contacts may come all the
     * same.
     */
    public record Check(String name, Supplier<Future<Component>> ask) {

        Future<Component> run() {
            Future<Component> answer;
            try {
                answer = ask.get();
            } catch (RuntimeException e) {
                answer = Future.failedFuture(e);
            }
            return answer.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .recover(e -> Future.succeededFuture(Component.degraded(name, String.valueOf(e.getMessage()))));
        }
    }

    /** Barium's database answers; while it does not, contacts are taken all the same. */
    public static Check database(Pool pool) {
        return new Check(
                "database",
                () -> pool.query("select 1")
                        .execute()
                        .map(r -> Component.up("database", "answers"))
                        .otherwise(e -> Component.degraded(
                                "database", "does not answer, no case is worked (database.url): " + e.getMessage())));
    }

    /**
     * Contacts can be stored, in the database or in the spool that stands in for it.
     *
     * @param storing whether the last contacts could be
     * @param spooled contacts in the spool while it is in use, otherwise 0
     */
    public static Check journal(BooleanSupplier storing, LongSupplier spooled) {
        return new Check("journal", () -> {
            long waiting = spooled.getAsLong();
            if (!storing.getAsBoolean()) {
                return Future.succeededFuture(Component.down(
                        "journal",
                        "neither the database nor the spool takes contacts, they are refused with 5xx"
                                + " (database.url, spool.dir, spool.maxBytes)"));
            }
            return Future.succeededFuture(
                    waiting == 0
                            ? Component.up("journal", "commits")
                            : Component.degraded(
                                    "journal",
                                    "the database cannot commit: contacts go to the spool, " + waiting
                                            + " wait there"));
        });
    }

    /**
     * The spool has room, and nothing has to stay in it.
     *
     * @param refused contacts that were acknowledged and that the database refuses
     */
    public static Check spool(LongSupplier depth, LongSupplier refused, LongSupplier bytes, long maxBytes) {
        return new Check("spool", () -> {
            String why = depth.getAsLong() + " contacts wait, " + refused.getAsLong()
                    + " are refused by the database, " + bytes.getAsLong() + " of spool.maxBytes " + maxBytes
                    + " bytes are in use";
            return Future.succeededFuture(
                    depth.getAsLong() == 0 && refused.getAsLong() == 0
                            ? Component.up("spool", why)
                            : Component.degraded("spool", why));
        });
    }

    /**
     * Casework keeps up with the journal.
     *
     * @param waiting why this process has not begun to work; {@code null} once it has
     * @param leading whether it is this process that works
     */
    public static Check casework(Pool pool, Supplier<@Nullable String> waiting, BooleanSupplier leading, Clock clock) {
        return new Check("casework", () -> {
            String why = waiting.get();
            return why == null
                    ? casework(pool, leading, clock)
                    : Future.succeededFuture(Component.degraded(
                            "casework", "has not begun, the database does not let it (database.url): " + why));
        });
    }

    private static Future<Component> casework(Pool pool, BooleanSupplier leading, Clock clock) {
        return pool.preparedQuery("""
                        select count(*) as waiting, count(*) filter (where received_at < $1) as late
                        from (select received_at from journal
                              where seq > (select seq from casework_cursor) order by seq limit 10000) w
                        """)
                .execute(Tuple.of(clock.instant().minus(LATE).atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Row r = rows.iterator().next();
                    String why = (leading.getAsBoolean() ? "this process leads, " : "another process leads, ")
                            + r.getLong("waiting") + " contacts wait to be judged";
                    return r.getLong("late") == 0
                            ? Component.up("casework", why)
                            : Component.degraded("casework", why + ", some for over a minute");
                });
    }

    /** Alerts leave, by each channel; one component a channel. */
    public static List<Check> outbox(OutboxWorkers workers) {
        return workers.standings().stream()
                .map(ChannelStanding::channel)
                .map(channel -> new Check("alerts." + channel, () -> Future.succeededFuture(channel(workers, channel))))
                .toList();
    }

    private static Component channel(OutboxWorkers workers, String channel) {
        ChannelStanding s = workers.standings().stream()
                .filter(c -> c.channel().equals(channel))
                .findFirst()
                .orElseThrow();
        String name = "alerts." + channel;
        return s.why() == null && s.dead() == 0 ? Component.up(name, s.text()) : Component.degraded(name, s.text());
    }

    /** Somebody is told. */
    public static Check alerts(Settings.Alerts alerts) {
        return new Check(
                "alerts",
                () -> Future.succeededFuture(
                        alerts.mail() == null && alerts.webhook() == null
                                ? Component.degraded(
                                        "alerts",
                                        "neither alerts.mail nor alerts.webhook is set: nobody is told of a case")
                                : Component.up(
                                        "alerts",
                                        (alerts.mail() == null ? "no mail" : "mail") + ", "
                                                + (alerts.webhook() == null ? "no webhook" : "webhook"))));
    }

    /**
     * Every feed can be authenticated.
     *
     * @param missing what a source lacks for that, {@code null} when nothing
     */
    public static Check sources(List<Source> sources, Function<Source, @Nullable String> missing) {
        List<String> faults =
                sources.stream().map(missing).filter(Objects::nonNull).toList();
        return new Check(
                "sources",
                () -> Future.succeededFuture(
                        faults.isEmpty()
                                ? Component.up("sources", sources.size() + " configured")
                                : Component.degraded("sources", "answered 503: " + String.join("; ", faults))));
    }

    /** What journalled contacts point to comes in. */
    public static Check fetching(Pool pool) {
        return new Check(
                "fetching",
                () -> pool.query("""
                        select count(*) filter (where state = 'WAITING' and attempts > 0) as waiting,
                               count(*) filter (where state = 'GIVEN_UP') as given_up,
                               (array_agg(last_error order by due_at desc) filter (where last_error is not null))[1] as why
                        from content_fetch where state <> 'DONE'
                        """).execute().map(rows -> {
                    Row r = rows.iterator().next();
                    String standing = r.getLong("waiting") + " wait to be fetched again, " + r.getLong("given_up")
                            + " were given up";
                    return r.getString("why") == null
                            ? Component.up("fetching", standing)
                            : Component.degraded("fetching", standing + ": " + r.getString("why"));
                }));
    }

    /** The SMTP listener listens. */
    public static Check smtp(boolean enabled, BooleanSupplier running) {
        return new Check(
                "smtp",
                () -> Future.succeededFuture(
                        !enabled
                                ? Component.up("smtp", "switched off by smtp.enabled")
                                : running.getAsBoolean()
                                        ? Component.up("smtp", "listens")
                                        : Component.down("smtp", "does not listen")));
    }

    /**
     * A mailbox is read, here or by another process; while it is not, its mail waits there.
     *
     * @param words since when and how, with the setting to mend
     */
    public static Check imap(String id, BooleanSupplier well, Supplier<String> words) {
        String name = "imap." + id;
        return new Check(
                name,
                () -> Future.succeededFuture(
                        well.getAsBoolean() ? Component.up(name, words.get()) : Component.degraded(name, words.get())));
    }

    /**
     * The support database's access log is read; while it is not, it is not known who saw what since.
     *
     * @param trouble why the last reading failed; {@code null} when it did not
     */
    public static Check accessLog(Supplier<@Nullable Throwable> trouble) {
        return new Check("accessLog", () -> {
            Throwable why = trouble.get();
            return Future.succeededFuture(
                    why == null
                            ? Component.up("accessLog", "is read")
                            : Component.degraded(
                                    "accessLog", "cannot be read (support.accessLog): " + why.getMessage()));
        });
    }
}
