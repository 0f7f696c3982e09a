package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateMergesTest extends CaseworkBed {
    private static final String ROOFS = "cheap roof tiles this week only, ask for our brochure and save a lot";
    private static final String PRIZES = "dear winner of our big summer draw, collect your prize before friday noon";

    private void from(String caller, String id, String to, String text) {
        clock.advance(Duration.ofHours(20));
        take(new Sms(id, null, caller, to, text, List.of(), Quotes.NONE));
    }

    @Test
    void without_a_merge_e_is_what_it_was() {
        from("+13035550100", "a", JANES_LINE, ROOFS);
        assertThat(new LateMerges(vertx, pool).apply(newest()).await())
                .isEqualTo(newest().strength().logE());
    }

    @Test
    void what_turned_out_to_be_one_is_counted_as_one_and_remembered() {
        from("+13035550100", "a", JANES_LINE, ROOFS);
        from("+12065550111", "b", "+12125550124", PRIZES);
        from("+13035550100", "c", CONTROL_LINE, PRIZES);
        clock.advance(Duration.ofSeconds(2));
        worker.catchUp().await();
        assertThat(one("select count(*) as n from campaign where merged_into is not null")
                        .getLong("n"))
                .isEqualTo(1);
        VerdictReplay.AsOf again =
                replay().asOf(pool, 1, newest().basis().seq()).await();
        LateMerges merges = new LateMerges(vertx, pool);
        Future<Double> first = merges.apply(newest());
        assertThat(first.await())
                .isEqualTo(again.logMerged())
                .isNotEqualTo(newest().strength().logE());
        assertThat(merges.apply(newest())).isSameAs(first);
        assertThat(new LateMerges(vertx, pool, 3).apply(newest()).await()).isEqualTo(first.result());
        assertThat(new LateMerges(vertx, pool, 2).apply(newest()).await())
                .as("too much for the service")
                .isNull();
    }

    @Test
    void what_failed_is_tried_again() {
        from("+13035550100", "a", JANES_LINE, ROOFS);
        LateMerges merges = new LateMerges(vertx, pool);
        pool.query("alter table campaign rename to campaign_away").execute().await();
        assertThat(merges.apply(newest())
                        .transform(done -> Future.succeededFuture(done.failed()))
                        .await())
                .isTrue();
        pool.query("alter table campaign_away rename to campaign").execute().await();
        assertThat(merges.apply(newest()).await()).isEqualTo(newest().strength().logE());
    }
}
