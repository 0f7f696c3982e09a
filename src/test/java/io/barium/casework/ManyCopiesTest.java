package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.model.CallStage;
import org.junit.jupiter.api.Test;

/** A contact to which very many reports were added before. */
class ManyCopiesTest extends CaseworkBed {
    private static final int COPIES = 3_000;

    @Test
    void the_next_one_is_judged_without_a_look_at_all_of_them() {
        take(call("CA1", "+12125550199"));
        pool.query("""
                        insert into journal (chain, position, source, provider, event_id, channel, thread, received_at,
                            contact, transport, raw, raw_size, raw_sha256, hash)
                        select chain, n, source, provider, 'copy' || n, channel, thread, received_at, contact, transport,
                            raw, raw_size, raw_sha256, hash
                        from journal, generate_series(1, %d) n
                        """.formatted(COPIES)).execute().await();
        pool.query("""
                        insert into sighting (seq, contact_seq, standing, why)
                        select seq, 1, 'UNKNOWN_RECIPIENT', 'adds to contact 1' from journal where seq > 1
                        """).execute().await();
        pool.query("update casework_cursor set seq = (select max(seq) from journal)")
                .execute()
                .await();
        take(report("CA1", CallStage.STATUS, JANES_LINE, ""));
        take(report("CA1", CallStage.RECORDING, JANES_LINE, ""));

        // Counted when the connections have ended.
        pool.close().await();
        pool = Pools.open(vertx, database, 1);
        assertThat(one("""
                        select (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes where relname = 'sighting')::bigint
                            + (select seq_tup_read from pg_stat_user_tables where relname = 'sighting')
                        """).getLong(0)).as("rows of sightings come upon").isLessThan(COPIES);
        assertThat(column("select distinct standing from sighting where case_id is not null"))
                .containsExactly("CREDIBLE");
        assertThat(one("select additions from addition_count where contact_seq = 1")
                        .getLong(0))
                .isEqualTo(COPIES + 2);
    }
}
