package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.verdict.Verdict;
import org.junit.jupiter.api.Test;

class RegisteredReadsTest extends CaseworkBed {
    private static final int MANY = 25_000;

    @Test
    void every_token_counts_once_however_many_there_are_and_however_many_notations_it_has() {
        pool.query("""
                insert into stratum (kind, name, seed) values ('PHONE', 'many', 2);
                insert into token (kind, value, role, stratum_id, created_at)
                select 'PHONE', '+1303' || (1000000 + n)::text, 'CONTROL', s.id, now()
                from generate_series(1, %d) n join stratum s on s.name = 'many';
                insert into token_key (kind, key, token_id)
                select kind, substr(value, 2), id from token where value like '+1303%%';
                insert into token_key (kind, key, token_id)
                select kind, substr(value, 3), id from token where value like '+1303%%' order by id desc;
                """.formatted(MANY)).execute().await();
        take(sms("s1", JANES_LINE, "hello"));
        Verdict.Reach reach = newest().reach();
        assertThat(reach.controlsInAll()).isEqualTo(MANY + 1);
        assertThat(reach.plantedInAll()).isEqualTo(4);
    }
}
