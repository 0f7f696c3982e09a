package io.barium.hook;

import static io.barium.hook.HookServer.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings;
import io.barium.db.Pools;
import io.barium.ops.Retention;
import io.barium.view.LegalHolds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a signature was made over stands with the first contact of a batch, and is evidence for all of them. */
class HeldRequestTest {
    private static final Duration MONTH = Duration.ofDays(30);

    private final HookServer hooks = new HookServer();
    private final Pool pool = Pools.open(hooks.vertx, hooks.database, 4);
    private final LegalHolds holds = new LegalHolds(pool, hooks.clock);

    @BeforeEach
    void two_batches() {
        deliver(new JsonArray().add(mail("a")).add(mail("b")).add(mail("c")));
        deliver(new JsonArray().add(mail("d")).add(mail("e")));
        assertThat(kept()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @AfterEach
    void close() {
        pool.close().await();
        hooks.close();
    }

    @Test
    void a_hold_keeps_the_request_that_a_contact_of_the_case_is_a_part_of() {
        sighted(1, "UNKNOWN_RECIPIENT", null);
        sighted(2, "CREDIBLE", caseFrom(2));
        holds.place(1, "court order 17", "key:lead").await();
        hooks.clock.advance(Duration.ofDays(31));
        assertThat(retain(MONTH, null)).isEqualTo(3);
        assertThat(kept()).containsExactly(1L, 2L);
        holds.lift(1).await();
        assertThat(retain(MONTH, null)).as("the request is before the case").isEqualTo(2);
        assertThat(kept()).isEmpty();
    }

    @Test
    void a_hold_that_is_lifted_leaves_those_of_others() {
        sighted(2, "CREDIBLE", caseFrom(2));
        pool.query("update support_case set state = 'CLOSED'").execute().await();
        sighted(5, "CREDIBLE", caseFrom(5));
        holds.place(1, "court order 17", "key:lead").await();
        holds.place(2, "court order 18", "key:lead").await();
        hooks.clock.advance(Duration.ofDays(31));
        assertThat(retain(MONTH, null)).isEqualTo(1);
        holds.lift(2).await();
        assertThat(retain(MONTH, null)).isEqualTo(2);
        assertThat(kept()).containsExactly(1L, 2L);
        holds.lift(1).await();
        assertThat(retain(MONTH, null)).isEqualTo(2);
    }

    @Test
    void a_request_is_kept_as_long_as_the_contact_in_it_that_touched_a_token() {
        sighted(1, "UNKNOWN_RECIPIENT", null);
        sighted(2, "UNKNOWN_RECIPIENT", null);
        sighted(3, "CREDIBLE", caseFrom(3));
        sighted(4, "UNKNOWN_RECIPIENT", null);
        sighted(5, "UNKNOWN_RECIPIENT", null);
        hooks.clock.advance(Duration.ofDays(8));
        assertThat(retain(MONTH, Duration.ofDays(7))).isEqualTo(3);
        assertThat(kept()).containsExactly(1L, 3L);
        hooks.clock.advance(MONTH);
        assertThat(retain(MONTH, Duration.ofDays(7))).isEqualTo(2);
    }

    private void deliver(JsonArray mails) {
        String events = mails.encode();
        assertThat(hooks.request(
                                "POST /hooks/mc",
                                utf8(Signed.form("mandrill_events", events)),
                                "Content-Type: application/x-www-form-urlencoded",
                                Signed.mandrill("https://hooks.example/hooks/mc", "mandrill_events", events))
                        .status())
                .isEqualTo(200);
    }

    private static JsonObject mail(String to) {
        return new JsonObject()
                .put("event", "inbound")
                .put(
                        "msg",
                        new JsonObject()
                                .put("email", to + "@ours.example")
                                .put("raw_msg", "From: x@phish.example\r\n\r\nhello " + to));
    }

    private int retain(Duration raw, @Nullable Duration unknown) {
        return new Retention(hooks.vertx, pool, new Settings.Retention(raw, unknown), hooks.clock)
                .run()
                .await();
    }

    private long caseFrom(long seq) {
        return pool.preparedQuery("""
                        insert into support_case (state, opened_at, last_contact_at, first_seq, contacts)
                        values ('OPEN', now(), now(), $1, 1) returning id
                        """)
                .execute(Tuple.of(seq))
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    private void sighted(long seq, String standing, @Nullable Long caseId) {
        pool.preparedQuery(
                        "insert into sighting (seq, contact_seq, standing, why, case_id) values ($1, $1, $2, 'test', $3)")
                .execute(Tuple.of(seq, standing, caseId))
                .await();
        pool.preparedQuery("update casework_cursor set seq = $1")
                .execute(Tuple.of(seq))
                .await();
    }

    private List<Long> kept() {
        List<Long> kept = new ArrayList<>();
        pool.query("select seq from journal where raw is not null order by seq")
                .execute()
                .await()
                .forEach(r -> kept.add(r.getLong("seq")));
        return kept;
    }
}
