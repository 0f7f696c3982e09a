package io.barium.view;

import io.barium.intake.ContactJson;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** Many rows of the journal that differ in little, put there by one statement. */
public final class Copies {
    private static final String ROWS = """
            insert into journal (chain, position, source, provider, event_id, channel, thread, received_at, contact,
                transport, raw, raw_size, raw_sha256, hash)
            select '11111111-2222-3333-4444-555555555555', n, 'desk', 'generic', $1 || n, 'MAIL', $2, now(), $3, '{}',
                '', 0, '\\x00', ''
            from generate_series(nextval('copy'), currval('copy') + $4 - 1) n
            """;

    private final Pool pool;

    public Copies(Pool pool) {
        this.pool = pool;
        pool.query("create sequence copy increment 100000").execute().await();
    }

    /** Mails with a text of that length, of one thread unless it is {@code null}; nobody has judged them. */
    public void mails(int n, @Nullable String thread, int chars) {
        String contact = ContactJson.write(Fixtures.mail("e", "nobody@mail.canary.example", "Hi", "x".repeat(chars)));
        pool.preparedQuery(ROWS).execute(Tuple.of("copy", thread, contact, n)).await();
    }

    /**
     * Mails that nobody expected, and behind them ten on a case.
     *
     * @return the case
     */
    public long fewBehind(int noise) {
        mails(noise, null, 10);
        judge("UNKNOWN_RECIPIENT", null);
        mails(10, null, 10);
        long caseId = new Fixtures(pool).openCase(1, 1);
        judge("CREDIBLE", caseId);
        return caseId;
    }

    /** What casework makes of rows that it has not come to: each with a thread adds to the first one of it. */
    public void judge(String standing, @Nullable Long caseId) {
        pool.preparedQuery("""
                        insert into sighting (seq, contact_seq, standing, why, case_id)
                        select seq, case when thread is null then seq else min(seq) over (partition by thread) end, $1,
                            'because of the test', $2
                        from journal where seq > (select seq from casework_cursor)
                        """)
                .execute(Tuple.of(standing, caseId))
                .compose(done -> pool.query("update casework_cursor set seq = (select max(seq) from journal)")
                        .execute())
                .compose(done -> Future.succeededFuture())
                .await();
        pool.query("vacuum analyze").execute().await();
    }
}
