package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.model.MailAuthentication;
import io.barium.model.TokenKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The index must never hide a contact, whenever its canary was registered. */
class FreshCanaryTest extends CaseworkBed {
    private static final String ANN = "ann.lee@postwren.example";

    @Test
    void a_token_registered_and_contacted_before_any_notification_is_matched() {
        take(call("CA1", CONTROL_LINE));
        pool.query("alter table token_key disable trigger token_key_told")
                .execute()
                .await();
        registry.persona(ANN, "+12125550188", "SR-10489999");
        take(mail("m1", ANN, "hello", "x", MailAuthentication.UNKNOWN));
        assertThat(column("select standing from sighting order by seq")).containsExactly("CONTROL", "CREDIBLE");
    }

    @Test
    void a_hash_that_collides_matches_nothing() {
        take(call("CA1", CONTROL_LINE));
        long janes = Long.parseLong(column("select id::text from token where value = '" + JANE + "'")
                .get(0));
        worker.index().add(TokenKind.EMAIL, "nobody@postwren.example", janes);
        take(mail("m1", "nobody@postwren.example", "hello", "x", MailAuthentication.UNKNOWN));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CONTROL", "UNKNOWN_RECIPIENT");
    }

    @Test
    void a_token_that_was_removed_is_matched_no_more() {
        take(call("CA1", CONTROL_LINE));
        pool.query("delete from token_key where key = '" + JANE + "'").execute().await();
        take(mail("m1", JANE, "hello", "x", MailAuthentication.UNKNOWN));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CONTROL", "UNKNOWN_RECIPIENT");
    }

    @Test
    void a_notification_makes_the_index_load_ahead_on_the_leader_and_on_those_that_wait() {
        CaseWorker waiting = worker();
        worker.start();
        await().until(worker::leading);
        waiting.start();
        await().until(() -> waiting.index().size() == 12);
        registry.persona(ANN, "+12125550188", "SR-10489999");
        Duration soon = Duration.ofSeconds(10);
        await().atMost(soon).until(() -> worker.index().find(TokenKind.EMAIL, ANN).length == 1);
        await().atMost(soon).until(() -> waiting.index().find(TokenKind.EMAIL, ANN).length == 1);
        assertThat(waiting.leading()).isFalse();
        worker.stop().await();
        waiting.stop().await();
    }
}
