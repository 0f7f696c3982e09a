package io.barium.exposure;

import io.barium.config.Settings;
import io.barium.exposure.Pseudonyms.Identity;
import io.barium.exposure.Sorting.Exposed;
import io.barium.inference.OriginKind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores accesses to planted rows, whatever way they come in. The same access again changes nothing; a faulty row keeps
 * no other from being taken. Any number may be at work at once.
 */
public final class Recorder {
    /** Rows that are best given at once. */
    public static final int BATCH = 5_000;

    private static final String PLANTINGS = """
            select p.id, p.row_key, p.intended_at
            from unnest($2::text[]) as k(row_key) join planting p on p.system = $1 and p.row_key = k.row_key
            order by p.id
            """;
    /** A name that becomes known later is added. */
    private static final String ORIGINS = """
            insert into origin as o (kind, key, label, sealed, named)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::boolean[])
            on conflict (key) do update set sealed = excluded.sealed, named = true
            where excluded.named and not o.named
            """;

    private static final String EXPOSURES = """
            insert into exposure (origin_id, planting_id, at, action)
            select o.id, g.planting_id, g.at, g.action
            from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[]) as g(key, planting_id, at, action)
            join origin o on o.key = g.key
            order by g.at, o.id, g.planting_id
            on conflict do nothing
            """;

    private final Pool pool;
    private final Pseudonyms pseudonyms;
    private final Settings.Exposures settings;
    private final Set<String> agents;
    private final Clock clock;
    private volatile boolean checked;

    /**
     * A recorder over Barium's own database.
     *
     * @param settings which agents there are, and how far clocks may be apart
     */
    public Recorder(Pool pool, Pseudonyms pseudonyms, Settings.Exposures settings, Clock clock) {
        this.pool = pool;
        this.pseudonyms = pseudonyms;
        this.settings = settings;
        this.agents = settings.agents().stream().map(Pseudonyms::normal).collect(Collectors.toSet());
        this.clock = clock;
    }

    /** An origin that an access names. */
    private record Named(
            OriginKind kind,
            String key,
            String label,
            @Nullable Identity agent) {}

    /** An access to a planted row through one origin. */
    private record Exposure(String originKey, Exposed exposed) {}

    /**
     * Stores what counts of these rows; all of it or, when the database fails, nothing.
     *
     * @param system name of the support system, as in plantings
     * @return what became of them; fails with {@link Pseudonyms.WrongKey} when this process has another secret
     */
    public Future<ImportReport> record(String system, List<LogRow> rows) {
        Sorting sorting = new Sorting(clock.instant(), settings.clockSkew());
        rows.forEach(row -> sorting.add(row, this::listed));
        return pool.preparedQuery(PLANTINGS)
                .execute(Tuple.of(system).addArrayOfString(sorting.rowKeys()))
                .compose(plantings -> {
                    sorting.match(plantings);
                    return sorting.exposed().isEmpty()
                            ? Future.succeededFuture(sorting.report(0, 0))
                            : store(system, sorting);
                });
    }

    private boolean listed(LoggedAccess access) {
        return agents.isEmpty() || access.agent() == null || agents.contains(Pseudonyms.normal(access.agent()));
    }

    private Future<ImportReport> store(String system, Sorting sorting) {
        Map<String, Named> origins = new TreeMap<>();
        List<Exposure> exposures = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        for (Exposed exposed : sorting.exposed()) {
            for (Named origin : origins(system, exposed.access(), known)) {
                origins.merge(origin.key(), origin, Recorder::better);
                exposures.add(new Exposure(origin.key(), exposed));
            }
        }
        return pool.withTransaction(tx -> tx.query("select exposure_lock()")
                        .execute()
                        .compose(locked -> check(tx))
                        .compose(same -> tx.preparedQuery(ORIGINS).execute(originTuple(origins.values())))
                        .compose(done -> insert(tx, exposures)))
                .map(stored -> sorting.report(exposures.size(), stored));
    }

    private Future<Void> check(SqlConnection tx) {
        return checked ? Future.succeededFuture() : pseudonyms.check(tx).onSuccess(v -> checked = true);
    }

    private List<Named> origins(String system, LoggedAccess access, Map<String, String> known) {
        List<Named> origins = new ArrayList<>(4);
        String agent = access.agent();
        if (agent != null) {
            String pseudonym = known.computeIfAbsent(agent, a -> pseudonyms.of(system, a));
            origins.add(new Named(OriginKind.AGENT, pseudonym, pseudonym, new Identity(agent, access.agentName())));
        }
        add(origins, OriginKind.QUEUE, "queue:", access.queue());
        add(origins, OriginKind.EXPORT, "export:", access.export());
        add(origins, OriginKind.INTEGRATION, "integration:", access.integration());
        return origins;
    }

    private static void add(List<Named> origins, OriginKind kind, String prefix, @Nullable String name) {
        if (name != null) {
            origins.add(new Named(kind, prefix + name, name, null));
        }
    }

    private static Named better(Named one, Named other) {
        return one.agent() != null && one.agent().name() == null ? other : one;
    }

    private Tuple originTuple(Iterable<Named> origins) {
        List<String> kinds = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<@Nullable Buffer> sealed = new ArrayList<>();
        List<Boolean> named = new ArrayList<>();
        for (Named origin : origins) {
            Identity agent = origin.agent();
            kinds.add(origin.kind().name());
            keys.add(origin.key());
            labels.add(origin.label());
            sealed.add(agent == null ? null : Buffer.buffer(pseudonyms.seal(origin.key(), agent)));
            named.add(agent != null && agent.name() != null);
        }
        return Tuple.of(
                kinds.toArray(String[]::new),
                keys.toArray(String[]::new),
                labels.toArray(String[]::new),
                sealed.toArray(Buffer[]::new),
                named.toArray(Boolean[]::new));
    }

    private static Future<Long> insert(SqlConnection tx, List<Exposure> exposures) {
        int n = exposures.size();
        String[] keys = new String[n];
        Long[] plantings = new Long[n];
        OffsetDateTime[] times = new OffsetDateTime[n];
        String[] actions = new String[n];
        for (int i = 0; i < n; i++) {
            Exposed exposed = exposures.get(i).exposed();
            keys[i] = exposures.get(i).originKey();
            plantings[i] = exposed.planting();
            times[i] = exposed.access().at().atOffset(ZoneOffset.UTC);
            actions[i] = exposed.access().action().name();
        }
        return tx.preparedQuery(EXPOSURES)
                .execute(Tuple.of(keys, plantings, times, actions))
                .map(done -> (long) done.rowCount());
    }
}
