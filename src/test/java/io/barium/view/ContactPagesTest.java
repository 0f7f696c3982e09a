package io.barium.view;

import static io.barium.db.Plans.rowsRead;
import static io.barium.db.Plans.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.model.Standing;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages over messages of many copies and over large ones. */
class ContactPagesTest {
    private static final int COPIES = 4_000;
    private static final int LARGE = 300_000;
    private static final long PAGE = 4 << 20;
    private static final long PARTITION = 10_000_000_000L;

    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 2);
    private final Contacts contacts = new Contacts(pool);
    private final Fixtures rows = new Fixtures(pool);
    private final Copies copies = new Copies(pool);

    @AfterEach
    void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void of_many_copies_the_first_are_nested_and_all_are_counted_and_reached() {
        long first = copied();
        for (Page<ContactView> page : List.of(
                contacts.list(0, 10).await(),
                contacts.recent(null, null, 10).await(),
                contacts.recent(null, Standing.CREDIBLE, 10).await(),
                contacts.ofCase(1, 0, 10).await())) {
            ContactView contact = page.items().stream()
                    .filter(c -> c.id() == first)
                    .findFirst()
                    .orElseThrow();
            assertThat(contact.additions())
                    .extracting(ContactView::id)
                    .startsWith(first + 1)
                    .hasSize(20);
            assertThat(contact.additionCount()).isEqualTo(COPIES - 1);
            assertThat(contact.additionsNext()).isEqualTo(first + 20);
        }
        List<Long> reached = new ArrayList<>();
        Long after = 0L;
        while (after != null) {
            ContactView contact = contacts.get(first, after, 700).await().orElseThrow();
            contact.additions().forEach(a -> reached.add(a.id()));
            after = contact.additionsNext();
        }
        assertThat(reached).hasSize(COPIES - 1).doesNotHaveDuplicates().isSorted();
        assertThat(reached.get(0)).isEqualTo(first + 1);
    }

    @Test
    void copies_that_nobody_has_judged_are_nested_too_and_said_to_be_more() {
        copies.mails(50, "copies:new", 10);
        ContactView contact = contacts.list(0, 10).await().items().get(0);
        assertThat(contact.additions()).hasSize(20);
        assertThat(contact.additionCount()).isEqualTo(21);
        assertThat(contacts.recent(null, null, 10).await().items()).hasSize(1);
        assertThat(contacts.get(contact.id() + 1).await().orElseThrow().additionsNext())
                .as("an addition")
                .isNull();
    }

    @Test
    void no_page_walks_over_the_copies() {
        long first = copied();
        String all = "9223372036854775807";
        String contact = String.valueOf(first);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("oldest", with(ContactKeys.OLDEST, "0", "11"));
        pages.put("oldest from within", with(ContactKeys.OLDEST, String.valueOf(first + 9), "11"));
        pages.put("newest", with(ContactKeys.NEWEST, all, "11"));
        pages.put("standing", with(ContactKeys.NEWEST_OF_STANDING, all, "11", "'CREDIBLE'"));
        pages.put("case", with(ContactKeys.OF_CASE, "0", "11", "1"));
        pages.put("additions", with(ContactKeys.OF_CONTACT, contact, "0", "21"));
        pages.put("sizes", with(ContactKeys.SIZES, "array[" + contact + "]", contact, contact));
        pages.put("contacts", with(ContactRows.GIVEN, "array[" + contact + "]", contact, contact));
        pages.put(
                "additions nobody has judged",
                with(ContactKeys.WAITING_ADDITIONS, "array[" + contact + "]", contact, contact, "0", "21"));
        pages.forEach((page, sql) -> assertThat(rowsRead(pool, sql)).as(page).isLessThan(COPIES / 10));
    }

    @Test
    void a_page_is_planned_for_the_months_that_it_shows_however_many_there_are() {
        pool.query("select journal_months(date '2027-01-01', 60)").execute().await();
        String contact = String.valueOf(30 * PARTITION + 7);
        String cursor = String.valueOf(58 * PARTITION + 7);
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("sizes", with(ContactKeys.SIZES, "array[" + contact + "]", contact, contact));
        statements.put("contacts", with(ContactRows.GIVEN, "array[" + contact + "]", contact, contact));
        statements.put(
                "additions nobody has judged",
                with(ContactKeys.WAITING_ADDITIONS, "array[" + contact + "]", contact, contact, cursor, "21"));
        statements.put(
                "oldest nobody has judged", with(ContactKeys.WAITING_OLDEST, cursor, "9223372036854775807", "11"));
        statements.put(
                "newest nobody has judged", with(ContactKeys.WAITING_NEWEST, cursor, "9223372036854775807", "11"));
        assertThat(partitions("select from journal")).as("all").hasSizeGreaterThan(60);
        statements.forEach(
                (name, sql) -> assertThat(partitions(sql)).as(name).isNotEmpty().hasSizeLessThan(8));
        for (String judged : List.of(
                ContactKeys.OLDEST,
                ContactKeys.NEWEST,
                ContactKeys.NEWEST_OF_STANDING,
                ContactKeys.OF_CASE,
                ContactKeys.OF_CONTACT)) {
            assertThat(judged).doesNotContain("journal");
        }
    }

    @Test
    void what_is_judged_while_a_page_is_read_is_found_once() {
        copies.mails(3, "copies:few", 10);
        copies.mails(3, null, 10);
        List<ContactView> before = contacts.list(0, 10).await().items();
        copies.judge("CREDIBLE", caseOf(1));
        pool.query("update casework_cursor set seq = 0").execute().await();
        for (Page<ContactView> page : List.of(
                contacts.list(0, 10).await(), contacts.recent(null, null, 10).await())) {
            assertThat(page.items())
                    .extracting(ContactView::id)
                    .containsExactlyInAnyOrderElementsOf(
                            before.stream().map(ContactView::id).toList());
            assertThat(page.items()).extracting(ContactView::standing).containsOnly(Standing.CREDIBLE);
            assertThat(page.items().stream().mapToLong(c -> c.additions().size()))
                    .containsExactlyInAnyOrder(2L, 0L, 0L, 0L);
        }
        List<Long> found = new ArrayList<>();
        pool.preparedQuery(ContactKeys.WAITING_OLDEST)
                .execute(Tuple.of(0L, Long.MAX_VALUE, 10))
                .await()
                .forEach(r -> found.add(r.getLong("seq")));
        assertThat(found).isEqualTo(before.stream().map(ContactView::id).toList());
    }

    @Test
    void a_row_that_cannot_be_there_is_not_found() {
        copies.mails(1, null, 10);
        for (long id : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            assertThat(contacts.get(id).await()).as("contact %s", id).isEmpty();
        }
        for (long after : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(contacts.list(after, 10).await().items()).hasSize(after < 0 ? 1 : 0);
            assertThat(contacts.recent(after, null, 10).await().items()).hasSize(after < 0 ? 0 : 1);
        }
    }

    @Test
    void a_page_ends_where_its_texts_become_large_and_the_next_begins_there() {
        copies.mails(40, null, LARGE);
        copies.judge("CREDIBLE", caseOf(1));
        copies.mails(3, null, LARGE);
        List<Long> forward = new ArrayList<>();
        Long after = 0L;
        while (after != null) {
            after = page(contacts.list(after, 1_000).await(), forward);
        }
        List<Long> backward = new ArrayList<>();
        Long before = null;
        do {
            before = page(contacts.recent(before, null, 1_000).await(), backward);
        } while (before != null);
        List<Long> ofCase = new ArrayList<>();
        after = 0L;
        while (after != null) {
            after = page(contacts.ofCase(1, after, 1_000).await(), ofCase);
        }
        assertThat(forward).hasSize(43).doesNotHaveDuplicates().isSorted();
        assertThat(backward.stream().sorted().toList()).isEqualTo(forward);
        assertThat(ofCase).isEqualTo(forward.subList(0, 40));
    }

    @Test
    void what_is_nested_counts_and_a_contact_larger_than_a_page_is_one() {
        copies.mails(30, "copies:large", LARGE);
        copies.mails(1, null, 5_000_000);
        copies.mails(1, null, 10);
        copies.judge("CREDIBLE", caseOf(1));
        Page<ContactView> page = contacts.list(0, 10).await();
        assertThat(page.items()).hasSize(2);
        ContactView nested = page.items().get(0);
        assertThat(nested.additions()).hasSize(4);
        assertThat(nested.additionCount()).isEqualTo(29);
        assertThat(nested.additionsNext()).isEqualTo(nested.id() + 4);
        assertThat(contacts.list(nested.id(), 10).await().items()).hasSize(1);
        Page<ContactView> last =
                contacts.list(Objects.requireNonNull(page.next()), 10).await();
        assertThat(last.items()).hasSize(1);
        assertThat(last.next()).isNull();
        assertThat(contacts.get(nested.id(), 0, 1_000).await().orElseThrow().additions())
                .hasSizeLessThan(29);
    }

    /** @return cursor of the next page */
    private static @Nullable Long page(Page<ContactView> page, List<Long> ids) {
        assertThat(page.items().size() * (long) LARGE).isLessThan(PAGE + LARGE);
        page.items().forEach(c -> ids.add(c.id()));
        return page.next();
    }

    /** Between others a message of many copies, on a case. */
    private long copied() {
        copies.mails(3, null, 10);
        copies.mails(COPIES, "copies:many", 10);
        copies.mails(3, null, 10);
        copies.judge("CREDIBLE", caseOf(1));
        return rows.rows("select min(seq) as n from journal where thread = 'copies:many'")
                .get(0)
                .getLong("n");
    }

    private long caseOf(long firstSeq) {
        return rows.openCase(firstSeq, 1);
    }

    /** Partitions of the journal that a plan names. */
    private Set<String> partitions(String sql) {
        Set<String> named = new TreeSet<>();
        for (Row line : pool.query("explain " + sql).execute().await()) {
            Matcher m = Pattern.compile(" on (journal_\\d+)").matcher(line.getString(0));
            while (m.find()) {
                named.add(m.group(1));
            }
        }
        return named;
    }
}
