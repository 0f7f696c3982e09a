package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.intake.Entry;
import io.barium.model.Channel;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TellingTest extends CaseworkBed {
    @Test
    void the_first_credible_contact_opens_a_case_and_asks_for_one_alert_in_the_same_transaction() {
        take(call("CA1", JANES_LINE));
        assertThat(column("select standing from sighting")).containsExactly("CREDIBLE");
        assertThat(column("select why from sighting")).containsExactly("reached a planted phone number");
        Row c = one("select * from support_case");
        assertThat(c.getString("state")).isEqualTo("OPEN");
        assertThat(c.getInteger("contacts")).isEqualTo(1);
        assertThat(subjects()).containsExactly("[Barium] Case 1: a call used a planted record");
    }

    @Test
    void later_contacts_join_the_open_case_and_are_told_in_one_follow_up_with_their_count() {
        take(call("CA1", JANES_LINE));
        for (int i = 0; i < 19; i++) {
            clock.advance(Duration.ofSeconds(20));
            take(sms("SM" + i, "+12125550124", "hello"));
        }
        assertThat(column("select id::text from support_case")).containsExactly("1");
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(20);
        assertThat(subjects()).hasSize(1);
        clock.advance(Duration.ofMinutes(15));
        worker.catchUp().await();
        assertThat(subjects())
                .containsExactly(
                        "[Barium] Case 1: a call used a planted record",
                        "[Barium] Case 1: 19 further contacts (20 in all)");
        clock.advance(Duration.ofHours(1));
        worker.catchUp().await();
        assertThat(subjects()).as("nothing new, nothing told").hasSize(2);
    }

    @Test
    void a_contact_after_the_window_is_told_at_once() {
        take(call("CA1", JANES_LINE));
        clock.advance(Duration.ofMinutes(16));
        take(call("CA2", JANES_LINE));
        assertThat(subjects().get(1)).isEqualTo("[Barium] Case 1: 1 further contact (2 in all)");
    }

    @Test
    void a_burst_of_several_batches_is_one_case_one_alert_and_one_follow_up_that_count_them_all() {
        Future.all(IntStream.range(0, 2_500)
                        .mapToObj(i -> journal.append(entry(sms("SM" + i, JANES_LINE, "x"))))
                        .toList())
                .await();
        worker.catchUp().await();
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(2_500);
        clock.advance(Duration.ofMinutes(20));
        worker.catchUp().await();
        assertThat(subjects()).hasSize(2);
        assertThat(subjects().get(0)).contains("(2000 contacts)");
        assertThat(subjects().get(1)).isEqualTo("[Barium] Case 1: 500 further contacts (2500 in all)");
    }

    @Test
    void what_could_not_be_read_is_told_to_the_operators_once_a_window() {
        for (int i = 0; i < 3; i++) {
            journal.append(Entry.unreadable(
                            "mail",
                            "mailgun",
                            "u" + i,
                            Channel.MAIL,
                            clock.instant(),
                            "recipient: missing",
                            Map.of(),
                            new byte[] {1}))
                    .await();
            worker.catchUp().await();
        }
        assertThat(subjects()).containsExactly("[Barium] 1 message from source mail could not be read");
        clock.advance(Duration.ofMinutes(16));
        worker.catchUp().await();
        assertThat(subjects().get(1)).isEqualTo("[Barium] 2 messages from source mail could not be read");
        assertThat(column("select id::text from support_case")).isEmpty();
    }

    @Test
    void two_workers_on_one_database_judge_every_contact_once() {
        CaseWorker other = worker();
        Future.all(IntStream.range(0, 700)
                        .mapToObj(i -> journal.append(entry(sms("SM" + i, JANES_LINE, "x"))))
                        .toList())
                .await();
        List<Future<Integer>> done = List.of(worker.catchUp(), other.catchUp(), worker.catchUp());
        Future.all(done).await();
        assertThat(done.stream().mapToInt(Future::result).sum()).isEqualTo(700);
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(700);
    }

    @Test
    void a_failure_in_the_middle_of_a_batch_leaves_nothing_of_it_behind() {
        journal.append(entry(call("CA1", JANES_LINE))).await();
        pool.query("alter table outbox rename to gone").execute().await();
        assertThat(worker.catchUp().otherwise(-1).await()).isEqualTo(-1);
        assertThat(column("select id::text from support_case")).isEmpty();
        pool.query("alter table gone rename to outbox").execute().await();
        assertThat(worker.catchUp().await()).isEqualTo(1);
        assertThat(subjects()).hasSize(1);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "{\"channel\":\"CALL_V9\"}")
    void a_row_on_a_case_that_this_version_cannot_read_is_counted_not_shown_and_holds_nothing_up(String contact) {
        take(call("CA1", JANES_LINE));
        pool.preparedQuery("""
                insert into journal (chain, position, source, provider, event_id, channel, thread, received_at, contact,
                                     unreadable, transport, raw, raw_size, raw_sha256, hash)
                values (gen_random_uuid(), 0, 'line', 'twilio', 'CA1:later', 'CALL', 'CA1', $1, $2, $3, '{}', '', 0, '', '')
                """)
                .execute(
                        Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), contact, contact == null ? "no call" : null))
                .await();
        worker.catchUp().await();
        assertThat(worker.catchUp().await()).isZero();
        assertThat(column("select standing from sighting order by seq")).containsExactly("CREDIBLE", "CREDIBLE");
        clock.advance(Duration.ofMinutes(16));
        take(sms("SM1", JANES_LINE, "hello"));
        assertThat(subjects().get(1))
                .isEqualTo("[Barium] Case 1: 1 further contact, an addition to a known contact (2 in all)");
        assertThat(new JsonObject(column("select payload::text from outbox where payload->>'subject' like '%further%'")
                                .get(0))
                        .getString("text"))
                .contains("Text: \u201chello\u201d")
                .contains("And 1 more; the case lists all of them.");
    }
}
