package io.barium.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens that very many contacts have touched. */
class TokenPagesTest {
    private static final int CONTACTS = 20_000;
    private static final int COPIES = 20_000;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = Pools.open(vertx, TestDatabase.migrated(), 2);
    private final Fixtures rows = new Fixtures(pool);
    private final Tokens tokens = new Tokens(pool);

    @AfterEach
    void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void a_page_reads_no_more_where_its_tokens_were_touched_very_often() {
        long stratum = rows.stratum("PHONE", "+1202555");
        for (int i = 0; i < 10; i++) {
            rows.token("PHONE", "+1202555000" + i, stratum, null);
        }
        Copies copies = new Copies(pool);
        copies.mails(CONTACTS, null, 10);
        copies.mails(COPIES, "copies:many", 10);
        copies.judge("CREDIBLE", rows.openCase(1, 1));
        rows.run(
                "insert into sighting_token select s.seq, t.id, 'CALLED' from sighting s, token t where t.id <= $1",
                Tuple.of(3));
        pool.query("vacuum analyze").execute().await();
        assertThat(tokens.list(null, null, 0, 4).await().items())
                .extracting(TokenView::hits)
                .containsExactly(CONTACTS + 1L, CONTACTS + 1L, CONTACTS + 1L, 0L);
        assertThat(buffers()).isLessThan(200);
    }

    @Test
    void a_contact_counts_once_whatever_adds_to_it_and_the_last_row_tells_when() {
        long token = rows.token("PHONE", "+12025550147", rows.stratum("PHONE", "+1202555"), null);
        long first = contact("a");
        long report = contact("b");
        long other = contact("c");
        rows.sighting(first, first, Standing.UNKNOWN_RECIPIENT, null);
        rows.sighting(report, first, Standing.CREDIBLE, null);
        rows.sighting(other, other, Standing.CREDIBLE, null);
        assertThat(hits()).isZero();
        assertThat(lastHit()).isNull();
        rows.match(report, token, MatchedAs.QUOTED_IN_BODY);
        assertThat(hits()).isEqualTo(1);
        rows.match(first, token, MatchedAs.CALLED);
        rows.match(first, token, MatchedAs.QUOTED_IN_BODY);
        assertThat(hits()).isEqualTo(1);
        assertThat(lastHit()).isEqualTo(Fixtures.NOW.plusSeconds(2));
        rows.match(other, token, MatchedAs.CALLED);
        assertThat(hits()).isEqualTo(2);
        assertThat(lastHit()).isEqualTo(Fixtures.NOW.plusSeconds(3));
    }

    private long contact(String id) {
        return rows.journal(Fixtures.sms(id, "+12025550147", "hello"));
    }

    private long hits() {
        return tokens.list(null, null, 0, 1).await().items().get(0).hits();
    }

    private @Nullable Instant lastHit() {
        return tokens.list(null, null, 0, 1).await().items().get(0).lastHitAt();
    }

    /** Pages of the database that a page of all tokens takes. */
    private long buffers() {
        JsonArray plan = (JsonArray)
                Objects.requireNonNull(pool.preparedQuery("explain (analyze, buffers, format json) " + Tokens.SELECT)
                        .execute(Tuple.of(0L, null, null, 11))
                        .await()
                        .iterator()
                        .next()
                        .getValue(0));
        JsonObject top = plan.getJsonObject(0).getJsonObject("Plan");
        return top.getLong("Shared Hit Blocks") + top.getLong("Shared Read Blocks");
    }
}
