package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.inference.Level;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.verdict.Assumptions;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictsTest extends LeakBed {
    @Test
    void the_first_contact_has_a_verdict_of_level_contact_and_one_alert() {
        leaked(1, 1);
        Verdict v = newest();
        assertThat(v.level()).isEqualTo(Level.CONTACT);
        assertThat(v.reach().planted()).isEqualTo(1);
        assertThat(v.strength().posterior()).isBetween(.001, .5);
        assertThat(subjects()).hasSize(1);
    }

    @Test
    void calls_that_reach_planted_and_control_lines_alike_raise_no_level() {
        noise(1, 25);
        clock.advance(Duration.ofSeconds(2));
        worker.catchUp().await();
        assertThat(newest().level()).isEqualTo(Level.CONTACT);
        assertThat(newest().strength().logE()).isLessThan(Math.log(20));
        assertThat(newest().reach().controls()).isEqualTo(25);
    }

    @Test
    void contacts_of_planted_lines_alone_raise_the_level_step_by_step_and_each_step_is_told() {
        leaked(1, 40);
        assertThat(newest().level()).isEqualTo(Level.CONFIRMED);
        assertThat(subjects().stream().filter(s -> s.contains("WATCH"))).hasSize(1);
        assertThat(subjects().stream().filter(s -> s.contains("SUSPECTED"))).hasSize(1);
        assertThat(subjects().stream().filter(s -> s.contains("CONFIRMED"))).hasSize(1);
        assertThat(newest().window()).isNotNull();
        assertThat(newest().shares())
                .extracting(Verdict.SegmentShare::segment)
                .contains("queue:billing", "queue:sales");
    }

    @Test
    void a_level_is_not_taken_back_when_controls_are_reached_later() {
        leaked(1, 30);
        Level before = newest().level();
        double strength = newest().strength().logE();
        for (int n = 1; n <= 40; n++) {
            clock.advance(Duration.ofHours(3));
            take(new Sms("c" + n, null, "+12065550100", line(n, false), SALES, List.of(), Quotes.NONE));
        }
        leaked(31, 31);
        assertThat(newest().strength().logE()).isLessThan(strength);
        assertThat(newest().level()).isEqualTo(before);
    }

    @Test
    void a_quoted_ticket_number_weighs_more_than_many_calls() {
        take(new Sms(
                "q1",
                null,
                "+12065550100",
                line(1, true),
                "about your ticket " + ticket(1, true),
                List.of(),
                Quotes.NONE));
        assertThat(newest().strength().conclusive()).isEqualTo(1);
        assertThat(newest().level()).isGreaterThanOrEqualTo(Level.WATCH);
    }

    @Test
    void a_control_that_is_quoted_is_told_at_once_because_our_own_registry_may_be_known() {
        leaked(1, 1);
        clock.advance(Duration.ofMinutes(1));
        take(new Sms("q1", null, "+12065550100", line(2, true), "ticket " + ticket(3, false), List.of(), Quotes.NONE));
        assertThat(newest().registryKnown()).isTrue();
        assertThat(subjects()).anyMatch(s -> s.contains("CONTROLS KNOWN"));
    }

    @Test
    void another_process_that_goes_on_comes_to_the_same_bits() {
        leaked(1, 6);
        noise(7, 12);
        leaked(13, 20);
        List<String> whole = column("select document from verdict order by seq");
        worker = worker();
        leaked(21, 22);
        List<String> split = column("select document from verdict order by seq");
        assertThat(split.subList(0, whole.size())).isEqualTo(whole);
        for (Verdict v : verdicts()) {
            VerdictReplay.AsOf again =
                    replay().asOf(pool, v.caseId(), v.basis().seq()).await();
            assertThat(VerdictJson.write(again.verdict())).isEqualTo(VerdictJson.write(v));
            assertThat(again.same()).isTrue();
        }
    }

    @Test
    void a_verdict_is_made_again_on_what_was_taken_for_granted_then_whatever_the_settings_are_now() {
        leaked(1, 8);
        VerdictReplay otherwise = new VerdictReplay(vertx, new Assumptions(.3, .1, 1e5, List.of("OTHER")));
        assertThat(newest().basis().brands()).containsExactly("ACME");
        assertThat(otherwise.asOf(pool, 1, newest().basis().seq()).await().same())
                .isTrue();
    }

    @Test
    void a_process_that_was_overtaken_takes_what_the_other_one_judged() {
        leaked(1, 5);
        CaseWorker first = worker;
        worker = worker();
        leaked(6, 8);
        worker = first;
        leaked(9, 10);
        clock.advance(Duration.ofSeconds(2));
        worker.catchUp().await();
        assertThat(newest().reach().planted()).isEqualTo(10);
        assertThat(column("select seq::text from sighting where campaign is null"))
                .isEmpty();
        assertThat(replay().asOf(pool, 1, newest().basis().seq()).await().same())
                .isTrue();
    }

    @Test
    void exposures_that_come_later_make_a_new_verdict_and_leave_the_old_one_as_it_was() {
        leaked(1, 12);
        Verdict before = newest();
        pool.query("""
                insert into origin (kind, key, label) values ('EXPORT', 'export:dunning', 'dunning');
                insert into exposure (origin_id, planting_id, at, action)
                select o.id, p.id, '2026-07-20T10:00:00Z', 'EXPORT' from origin o, planting p
                join persona q on q.id = p.persona_id where q.given_name like 'Given%' and substr(q.given_name, 6)::int <= 14;
                """).execute().await();
        clock.advance(Duration.ofMinutes(16));
        worker.catchUp().await();
        assertThat(newest().origins().get(0).key()).isEqualTo("export:dunning");
        assertThat(newest().origins().get(0).notBefore()).isEqualTo("2026-07-20T10:00:00Z");
        assertThat(newest().basis().exposures()).isGreaterThan(before.basis().exposures());
    }

    @Test
    void two_agents_who_share_the_work_are_found_as_a_pair_and_late_merges_change_no_verdict() {
        leaked(1, 12);
        pool.query("""
                insert into origin (kind, key, label, sealed) values ('AGENT', 'agent:a', 'a', '\\x00'), ('AGENT', 'agent:b', 'b', '\\x00');
                insert into exposure (origin_id, planting_id, at, action)
                select o.id, p.id, '2026-07-20T10:00:00Z', 'VIEW' from origin o, planting p join persona q on q.id = p.persona_id
                where q.given_name like 'Given%'
                  and (o.label = 'a' and substr(q.given_name, 6)::int between 1 and 6
                       or o.label = 'b' and substr(q.given_name, 6)::int between 7 and 12);
                """).execute().await();
        clock.advance(Duration.ofMinutes(16));
        worker.catchUp().await();
        VerdictReplay.AsOf again =
                replay().asOf(pool, 1, newest().basis().seq()).await();
        assertThat(again.pairs().get(0).label()).isEqualTo("a and b");
        assertThat(again.pairs().get(0).matched()).isEqualTo(12);
        assertThat(again.logMerged()).isEqualTo(again.verdict().strength().logE());
        assertThat(again.same()).isTrue();
    }

    @Test
    void a_batch_that_fails_is_taken_again_and_counts_once() {
        leaked(1, 5);
        pool.query("alter table verdict rename to verdict_away").execute().await();
        clock.advance(Duration.ofHours(1));
        journal.append(entry(new Sms("x", null, "+12065550100", line(6, true), SALES, List.of(), Quotes.NONE)))
                .await();
        assertThat(worker.catchUp()
                        .transform(done -> Future.succeededFuture(done.failed()))
                        .await())
                .isTrue();
        pool.query("alter table verdict_away rename to verdict").execute().await();
        worker.catchUp().await();
        assertThat(newest().reach().planted()).isEqualTo(6);
        assertThat(replay().asOf(pool, 1, newest().basis().seq()).await().same())
                .isTrue();
    }

    @Test
    void campaigns_are_stored_with_why_contacts_joined() {
        leaked(1, 3);
        assertThat(column("select distinct campaign::text from sighting where campaign is not null"))
                .hasSize(1);
        assertThat(column("select joined from sighting order by seq desc limit 1")
                        .get(0))
                .isNotBlank();
        assertThat(one("select contacts from campaign").getLong("contacts")).isEqualTo(3);
    }
}
