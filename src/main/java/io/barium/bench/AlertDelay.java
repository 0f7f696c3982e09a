package io.barium.bench;

import io.barium.db.Pools;
import io.barium.model.TokenKeys;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from a POST to its 200 and to the final dot of its alert mail, at a steady rate. Each request comes
 * from a number of its own to a planted one, and the alert names that number.
 */
final class AlertDelay {
    /** What the goal is about. */
    static final int PER_SECOND = 20;

    private static final String PLANTED = "+12125550177";
    private static final String CALLER = "+1720555";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /**
     * Both delays, of the same requests.
     *
     * @param missing requests whose alert never came
     */
    record Delays(Slice toAnswer, Slice toMail, int missing) {}

    private final ServiceProcess service;
    private final MailSink sink;
    private int next = 1_000;

    AlertDelay(ServiceProcess service, MailSink sink) {
        this.service = service;
        this.sink = sink;
    }

    /** Registers a planted number, as planting would have done it. */
    void plant(Vertx vertx) throws IOException {
        Pool pool = Pools.open(vertx, service.database(), 1);
        try {
            long stratum = id(pool, "insert into stratum (kind, name, seed) values ('PHONE', 'bench', 1) returning id");
            long persona = id(pool, """
                    insert into persona (locale, given_name, family_name, details, created_at)
                    values ('en_US', 'Jane', 'Roe', '{}', now()) returning id
                    """);
            pool.preparedQuery("""
                            insert into planting (persona_id, system, state, batch, row_key, segments, intended_at, planted_at)
                            values ($1, 'helpdesk', 'DONE', gen_random_uuid(), '1', '{}', now(), now())
                            """).execute(Tuple.of(persona)).await();
            long token = pool.preparedQuery("""
                            insert into token (kind, value, role, stratum_id, persona_id, created_at)
                            values ('PHONE', $1, 'PLANTED', $2, $3, now()) returning id
                            """)
                    .execute(Tuple.of(PLANTED, stratum, persona))
                    .await()
                    .iterator()
                    .next()
                    .getLong("id");
            for (String key : TokenKeys.ownedPhone(PLANTED, 1)) {
                pool.preparedQuery("insert into token_key (kind, key, token_id) values ('PHONE', $1, $2)")
                        .execute(Tuple.of(key, token))
                        .await();
            }
        } finally {
            pool.close().await();
        }
    }

    /** Sends at a steady rate for so long, and waits for the mails. */
    Delays run(int perSecond, int seconds) throws IOException {
        SignedRequests maker = new SignedRequests(service.port());
        int count = perSecond * seconds;
        List<Requests> prepared = new ArrayList<>();
        List<String> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String caller = CALLER + next++;
            callers.add(caller);
            prepared.add(maker.sms(Map.of("Body", "Call me back about your refund"), PLANTED, caller, 1));
        }
        long[] sent = new long[count];
        long[] answer = new long[count];
        Map<Integer, Integer> statuses = new HashMap<>();
        int before = sink.taken().size();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            try (ClosedLoop one = new ClosedLoop(service.port(), 1, prepared.get(i))) {
                ServiceProcess.pause(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                sent[i] = System.nanoTime();
                Slice slice = one.run(PATIENCE_NANOS / 1e9);
                answer[i] = slice.nanos().length == 0 ? PATIENCE_NANOS : slice.nanos()[0];
                slice.statuses().forEach((status, n) -> statuses.merge(status, n, Integer::sum));
            }
        }
        double lasted = (System.nanoTime() - start) / 1e9;
        long[] mail = mails(callers, sent, before);
        return new Delays(
                new Slice(lasted, count, statuses, Slice.sorted(answer, count)),
                Slice.of(lasted, mail.length, mail, mail.length),
                count - mail.length);
    }

    /** Delay to the first mail that names each caller, for those that came. */
    private long[] mails(List<String> callers, long[] sent, int before) throws IOException {
        Map<String, Long> arrived = new HashMap<>();
        long end = System.nanoTime() + PATIENCE_NANOS;
        int read = before;
        while (arrived.size() < callers.size() && System.nanoTime() < end) {
            List<MailSink.Taken> all = sink.taken();
            for (; read < all.size(); read++) {
                MailSink.Taken mail = all.get(read);
                callers.stream().filter(mail.text()::contains).forEach(c -> arrived.putIfAbsent(c, mail.nanos()));
            }
            ServiceProcess.pause(10);
        }
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < sent.length; i++) {
            Long at = arrived.get(callers.get(i));
            if (at != null) {
                delays.add(at - sent[i]);
            }
        }
        return delays.stream().mapToLong(Long::longValue).toArray();
    }

    private static long id(Pool pool, String sql) {
        return pool.query(sql).execute().await().iterator().next().getLong("id");
    }
}
