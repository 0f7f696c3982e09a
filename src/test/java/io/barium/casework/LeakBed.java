package io.barium.casework;

import io.barium.model.Quotes;
import io.barium.model.Sms;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;

/** A registry with enough personas and controls for verdicts, and contacts of somebody who has the data. */
abstract class LeakBed extends CaseworkBed {
    private static final int PERSONAS = 60;
    static final String SALES = "ACME Support here, your licence has expired, call back at once";

    @BeforeEach
    void plant() {
        // each with a line and a ticket; odd ones are in queue billing; as many control lines and tickets
        pool.query("""
                insert into stratum (kind, name, seed) values ('PHONE', 'phone block', 2), ('TICKET', 'ticket series', 3);
                with made as (
                    insert into persona (locale, given_name, family_name, details, created_at)
                    select 'en_US', 'Given' || n, 'Family' || n, '{}', now() from generate_series(1, %1$d) n returning id, given_name)
                insert into planting (persona_id, system, state, batch, row_key, segments, intended_at, planted_at)
                select id, 'helpdesk', 'DONE', gen_random_uuid(), 'row' || id,
                       case when substr(given_name, 6)::int %% 2 = 1 then '{"queue": "billing"}'::json else '{"queue": "sales"}' end,
                       '2026-07-01T00:00:00Z', '2026-07-01T00:00:00Z' from made;
                insert into token (kind, value, role, stratum_id, persona_id, created_at)
                select 'PHONE', '+1303555' || lpad((n * 2)::text, 4, '0'), 'PLANTED', s.id, p.id, now()
                from generate_series(1, %1$d) n join persona p on p.given_name = 'Given' || n join stratum s on s.name = 'phone block';
                insert into token (kind, value, role, stratum_id, created_at)
                select 'PHONE', '+1303555' || lpad((n * 2 + 1)::text, 4, '0'), 'CONTROL', s.id, now()
                from generate_series(1, %1$d) n join stratum s on s.name = 'phone block';
                insert into token (kind, value, role, stratum_id, persona_id, created_at)
                select 'TICKET', 'SR-2000' || lpad((n * 2)::text, 4, '0'), 'PLANTED', s.id, p.id, now()
                from generate_series(1, %1$d) n join persona p on p.given_name = 'Given' || n join stratum s on s.name = 'ticket series';
                insert into token (kind, value, role, stratum_id, created_at)
                select 'TICKET', 'SR-2000' || lpad((n * 2 + 1)::text, 4, '0'), 'CONTROL', s.id, now()
                from generate_series(1, %1$d) n join stratum s on s.name = 'ticket series';
                insert into token_key (kind, key, token_id)
                select kind, case kind when 'PHONE' then substr(value, 2) else replace(value, '-', '') end, id from token
                where value like '+1303%%' or value like 'SR-2000%%';
                """.formatted(PERSONAS)).execute().await();
        worker = worker();
    }

    static String line(int n, boolean planted) {
        return String.format(Locale.ROOT, "+1303555%04d", planted ? 2 * n : 2 * n + 1);
    }

    static String ticket(int n, boolean planted) {
        return String.format(Locale.ROOT, "SR-2000%04d", planted ? 2 * n : 2 * n + 1);
    }

    /** Somebody who has the data: another number each day, always the same words. */
    void leaked(int from, int to) {
        for (int n = from; n <= to; n++) {
            clock.advance(Duration.ofHours(7));
            take(leak(n));
        }
    }

    static Sms leak(int n) {
        return new Sms("leak" + n, null, "+1206555010" + n % 10, line(n, true), SALES, List.of(), Quotes.NONE);
    }

    void noise(int from, int to) {
        for (int n = from; n <= to; n++) {
            clock.advance(Duration.ofHours(5));
            take(new Sms(
                    "p" + n,
                    null,
                    "+1415555" + (1000 + 37 * n),
                    line(n, true),
                    "cheap roof tiles " + n * 7919,
                    List.of(),
                    Quotes.NONE));
            take(new Sms(
                    "c" + n,
                    null,
                    "+1503555" + (1000 + 41 * n),
                    line(n, false),
                    "buy gold now " + n * 104729,
                    List.of(),
                    Quotes.NONE));
        }
    }
}
