package io.barium.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Answers;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.report.CaseReport;
import io.barium.report.Fact;
import io.barium.verdict.Samples;
import io.barium.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The report on a case of very many contacts. */
class ReportFloodTest {
    private static final int LARGE = 100_000;
    private static final int TOKENS = 5_000;
    private static final long TEXTS = 4 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = Pools.open(vertx, TestDatabase.migrated(), 4);
    private final Fixtures rows = new Fixtures(pool);
    private final Answers answers = new Answers();
    private final ReportFacts reports = new ReportFacts(answers.of(pool), v -> Future.succeededFuture());

    @AfterEach
    void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void of_large_texts_no_more_are_read_than_are_needed_and_the_report_says_so() {
        new Copies(pool).mails(60, null, LARGE);
        long caseId = onCase();
        List<Fact> facts =
                reports.around(verdict(caseId, 60, List.of(1L))).await().profile();
        assertThat(facts)
                .contains(new Fact(
                        "Rests on", "the oldest 42 of 60 messages and reports; the others were too much to be read"));
        assertThat(answers.chars()).isBetween(TEXTS, TEXTS + 2 * LARGE);
        List<Fact> few =
                reports.around(verdict(caseId, 42, List.of(1L))).await().profile();
        assertThat(few).extracting(Fact::label).doesNotContain("Rests on");
    }

    @Test
    void of_very_many_identifiers_the_oldest_touches_are_shown_the_others_counted_and_all_are_masked() {
        long stratum = rows.stratum("EMAIL", "mail.canary.example");
        rows.run("""
                insert into token (kind, value, role, stratum_id, created_at)
                select 'EMAIL', 'person' || i || '@mail.canary.example', 'CONTROL', $1, now()
                from generate_series(100001, 100000 + $2) i
                """, Tuple.of(stratum, TOKENS));
        rows.journal(Fixtures.mail(
                "m", "nobody@mail.canary.example", "Hi", "Write to Person104321@mail.canary.example for your refund"));
        long caseId = onCase();
        rows.run("insert into sighting_token select 1, id, 'RECIPIENT' from token", Tuple.tuple());
        CaseReport report = reports.around(verdict(caseId, 1, List.of(1L))).await();
        assertThat(report.timeline().touches()).hasSize(200);
        assertThat(report.timeline().touches().get(0).first()).isTrue();
        assertThat(report.timeline().touches().get(0).campaign()).isEqualTo(1);
        assertThat(report.timeline().untold()).isEqualTo(TOKENS - 200);
        assertThat(answers.rows()).isLessThan(1_000);
        assertThat(report.profile())
                .extracting(Fact::value)
                .anyMatch(v -> v.contains("for your refund"))
                .noneMatch(v -> v.toLowerCase(java.util.Locale.ROOT).contains("person104321"));
    }

    private long onCase() {
        long caseId = rows.openCase(1, 1);
        rows.run("""
                insert into sighting (seq, contact_seq, standing, why, case_id, campaign)
                select seq, seq, 'CREDIBLE', 'because of the test', $1, 1 from journal
                """, Tuple.of(caseId));
        return caseId;
    }

    private static Verdict verdict(long caseId, long seq, List<Long> campaigns) {
        Verdict v = Samples.on(Samples.confirmed(), caseId, seq, Fixtures.NOW);
        return new Verdict(
                v.caseId(),
                v.basis(),
                v.level(),
                v.strength(),
                v.reach(),
                v.window(),
                v.origins(),
                v.shares(),
                v.registryKnown(),
                campaigns);
    }
}
