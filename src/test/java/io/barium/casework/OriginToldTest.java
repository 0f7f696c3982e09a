package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.LogLines;
import io.barium.inference.Level;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.verdict.VerdictJson;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often it is told through whose access data left: two exports share twenty rows and no other. */
class OriginToldTest extends LeakBed {
    private static final String NARROWED = "[Barium] Case 1: ORIGIN NARROWED";
    /** Contacts after which the one leads, then the other, and so on. */
    private static final int[] TO_ODD = {21};

    private static final int[] TO_EVEN = {22, 24};
    private static final int[] BACK_TO_ODD = {23, 25};
    private static final int[] BACK_TO_EVEN = {26, 28};

    @BeforeEach
    void export() {
        exported("odd", "n <= 20 or n % 2 = 1");
        exported("even", "n <= 20 or n % 2 = 0");
        worker = worker();
    }

    private void exported(String name, String rows) {
        pool.query("""
                insert into origin (kind, key, label) values ('EXPORT', 'export:%1$s', '%1$s');
                insert into exposure (origin_id, planting_id, at, action)
                select o.id, p.id, '2026-07-20T10:00:00Z', 'EXPORT' from origin o, planting p
                join (select id, substr(given_name, 6)::int as n from persona where given_name like 'Given%%') q on q.id = p.persona_id
                where o.label = '%1$s' and (%2$s);
                """.formatted(name, rows)).execute().await();
    }

    /** Contacts within the window, each with a verdict of its own. */
    private void contacts(int... rows) {
        for (int n : rows) {
            clock.advance(Duration.ofSeconds(2));
            take(leak(n));
        }
    }

    private void leads(String key) {
        assertThat(newest().origins().get(0).key()).isEqualTo(key);
    }

    private void windowEnds() {
        clock.advance(Duration.ofMinutes(15));
        worker.catchUp().await();
        worker.catchUp().await();
    }

    private List<JsonObject> told() {
        return column("select payload::text from outbox where topic like 'case:1:verdict:%' order by created_at")
                .stream()
                .map(JsonObject::new)
                .toList();
    }

    private JsonObject last() {
        return told().get(told().size() - 1);
    }

    private void saysThatThePathIs(String now, String before) {
        assertThat(last().getString("text"))
                .contains("The likeliest path is now the export \u201c" + now + "\u201d, with ")
                .contains("before it was the export \u201c" + before + "\u201d, with ");
    }

    private int confirmedAndOneAlert() {
        leaked(1, 20);
        assertThat(newest().level()).isEqualTo(Level.CONFIRMED);
        int before = told().size();
        contacts(TO_ODD);
        assertThat(told()).hasSize(before + 1);
        assertThat(last().getString("subject")).isEqualTo(NARROWED);
        return before + 1;
    }

    @Test
    void two_paths_that_alternate_are_told_at_once_and_at_the_end_of_the_window() {
        int before = confirmedAndOneAlert();
        contacts(TO_EVEN);
        leads("export:even");
        contacts(BACK_TO_ODD);
        leads("export:odd");
        contacts(BACK_TO_EVEN);
        leads("export:even");
        assertThat(told()).hasSize(before);
        windowEnds();
        assertThat(told()).hasSize(before + 1);
        assertThat(last().getString("subject")).isEqualTo(NARROWED);
        saysThatThePathIs("even", "odd");
        windowEnds();
        assertThat(told()).as("nothing new, nothing told").hasSize(before + 1);
    }

    @Test
    void a_change_of_mind_that_was_taken_back_is_not_told_and_the_next_one_at_once() {
        int before = confirmedAndOneAlert();
        contacts(TO_EVEN);
        contacts(BACK_TO_ODD);
        windowEnds();
        assertThat(told()).hasSize(before);
        assertThat(column("select topic from digest where topic = 'case-verdict:1' and due_at is not null"))
                .isEmpty();
        contacts(BACK_TO_EVEN);
        assertThat(told()).hasSize(before + 1);
    }

    @Test
    void a_level_that_rises_within_the_window_takes_the_newest_path_along_and_no_follow_up_comes() {
        int n = 0;
        do {
            leaked(++n, n);
        } while (newest().level() != Level.SUSPECTED);
        // controls, so that the level stays where it is until a ticket number is quoted
        for (int c = 1; c <= 8; c++) {
            clock.advance(Duration.ofHours(3));
            take(new Sms("c" + c, null, "+12065550100", line(c, false), SALES, List.of(), Quotes.NONE));
        }
        contacts(IntStream.rangeClosed(n + 1, 20).toArray());
        clock.advance(Duration.ofMinutes(16));
        int before = told().size();
        contacts(TO_ODD);
        contacts(TO_EVEN);
        leads("export:even");
        assertThat(newest().level()).isEqualTo(Level.SUSPECTED);
        assertThat(told()).hasSize(before + 1);
        clock.advance(Duration.ofSeconds(2));
        take(new Sms("q", null, "+12065550100", line(20, true), "ticket " + ticket(20, true), List.of(), Quotes.NONE));
        assertThat(told()).hasSize(before + 2);
        assertThat(last().getString("subject")).isEqualTo("[Barium] Case 1: CONFIRMED, ORIGIN NARROWED");
        saysThatThePathIs("even", "odd");
        windowEnds();
        assertThat(told()).hasSize(before + 2);
    }

    @Test
    void a_worker_that_begins_in_the_middle_of_the_window_goes_by_what_another_has_told() {
        int before = confirmedAndOneAlert();
        worker = worker();
        worker.catchUp().await();
        contacts(TO_EVEN);
        worker = worker();
        worker.catchUp().await();
        contacts(BACK_TO_ODD);
        worker = worker();
        contacts(BACK_TO_EVEN);
        assertThat(told()).hasSize(before);
        worker = worker();
        windowEnds();
        assertThat(told()).hasSize(before + 1);
    }

    @Test
    void a_verdict_that_takes_the_place_of_the_one_that_was_told_is_news_at_the_end_of_the_window() {
        int before = confirmedAndOneAlert();
        long seq = newest().basis().seq();
        exported("few", "n <= 21");
        worker = worker();
        worker.catchUp().await();
        worker.catchUp().await();
        leads("export:few");
        assertThat(newest().basis().seq()).isEqualTo(seq);
        assertThat(told()).hasSize(before);
        windowEnds();
        assertThat(told()).hasSize(before + 1);
        saysThatThePathIs("few", "odd");
    }

    @Test
    void a_clock_that_is_set_back_holds_no_follow_up_up() {
        int before = confirmedAndOneAlert();
        contacts(TO_EVEN);
        clock.advance(Duration.ofDays(-2));
        worker.catchUp().await();
        assertThat(told()).hasSize(before + 1);
        contacts(BACK_TO_ODD);
        assertThat(told()).hasSize(before + 1);
        windowEnds();
        assertThat(told()).hasSize(before + 2);
    }

    @Test
    void what_was_told_and_cannot_be_read_holds_nothing_up_and_is_told_again() {
        int before = confirmedAndOneAlert();
        pool.query("update digest set told_document = '{' where topic = 'case-verdict:1'")
                .execute()
                .await();
        clock.advance(Duration.ofMinutes(16));
        try (LogLines logged = new LogLines()) {
            contacts(TO_EVEN);
            assertThat(logged.lines())
                    .anyMatch(l -> l.contains(
                            "what is new in a verdict is told without another one: stored verdict cannot be read"));
        }
        leads("export:even");
        assertThat(one("select contacts from support_case").getInteger(0)).isEqualTo(23);
        assertThat(told()).hasSize(before + 1);
    }

    @Test
    void what_was_told_before_it_was_kept_is_the_newest_verdict() {
        confirmedAndOneAlert();
        pool.query("delete from digest where topic = 'case-verdict:1'; alter table digest drop column told_document")
                .execute()
                .await();
        pool.query(migration("V20__origin.sql")).execute().await();
        Row kept = one("select told_document, told_seq, due_at from digest where topic = 'case-verdict:1'");
        assertThat(VerdictJson.read(kept.getString(0))).isEqualTo(newest());
        assertThat(kept.getLong(1)).isEqualTo(newest().basis().seq());
        assertThat(kept.getValue(2)).isNull();
    }

    private static String migration(String name) {
        try (InputStream in =
                Objects.requireNonNull(OriginToldTest.class.getResourceAsStream("/db/migration/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
