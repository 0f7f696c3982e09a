package io.barium.view;

import io.barium.model.Standing;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows that a page shows, before any of them is read: PostgreSQL knows the size of a text without reading it.
 * Sightings say which ones; the journal is asked for what casework has not come to only where a page gets near it, and
 * always between bounds, because a statement that names no month is planned for every month there is.
 */
final class ContactKeys {
    /** Additions that are nested in a contact. */
    static final int NESTED = 20;

    private static final long PAGE_BYTES = 4 << 20;
    private static final long NESTED_BYTES = 1 << 20;

    /**
     * Contacts of sightings, what adds to each, and how far casework had come: which ones, comparison with the last
     * contact, order. From one contact to the next is one look into an index, over all that adds to it, because copies
     * of a message are many.
     */
    private static final String JUDGED = """
            with recursive judged (seq) as (
                (select contact_seq from sighting where %1$s and contact_seq %2$s $1 order by contact_seq %3$s limit 1)
                union all
                select (select contact_seq from sighting where %1$s and contact_seq %2$s k.seq
                        order by contact_seq %3$s limit 1)
                from judged k where k.seq is not null)
            select c.seq as cursor, k.seq, array(
                select seq from sighting where contact_seq = k.seq and seq > k.seq order by seq limit %4$d) as added
            from casework_cursor c left join (select seq from judged where seq is not null limit $2) k on true
            """;

    /** Contacts from behind {@code $1}, oldest first, {@code $2} of them. */
    static final String OLDEST = judged("true", "");
    /** Contacts below {@code $1}, newest first, {@code $2} of them. */
    static final String NEWEST = judged("true", "desc");
    /** The same of those that, or an addition to which, have the standing {@code $3}. */
    static final String NEWEST_OF_STANDING = judged("standing = $3", "desc");
    /** Contacts of the case {@code $3} from behind {@code $1}, oldest first, {@code $2} of them. */
    static final String OF_CASE = judged("case_id = $3", "");
    /** What adds to the contact {@code $1} from behind {@code $2}, {@code $3} rows, and how far casework had come. */
    static final String OF_CONTACT = """
            select c.seq as cursor, array(
                select seq from sighting where contact_seq = $1 and seq > greatest($1, $2) order by seq limit $3) as added
            from casework_cursor c
            """;

    /** Contacts between {@code $1} and {@code $2}, both without, in an order, {@code $3} of them; for the last rows. */
    private static final String WAITING = "select j.seq" + ContactRows.from("> $1") + " and j.seq < $2 and "
            + ContactRows.first("$1", "$2") + " order by j.seq %s limit $3";

    static final String WAITING_OLDEST = WAITING.formatted("");
    static final String WAITING_NEWEST = WAITING.formatted("desc");
    /**
     * What adds to the contacts {@code $1}, which are between {@code $2} and {@code $3}, from behind {@code $4}: the
     * first {@code $5} rows of each. Nothing adds to an addition. Bounded on one side only, so that the planner expects
     * many and begins at the first one.
     */
    static final String WAITING_ADDITIONS =
            "select j.seq as contact_seq, a.seq, a.size" + ContactRows.FROM + """
            cross join lateral (
                select seq, coalesce(octet_length(contact), 0) as size from journal
                where source = j.source and thread = j.thread and seq > j.seq and seq > $4 order by seq limit $5) a
            where j.seq = any($1) and j.seq between $2 and $3 and
            """ + ContactRows.first("$2", "$3");
    /** Sizes of the rows {@code $1}, which are between {@code $2} and {@code $3}. */
    static final String SIZES = """
            select seq, coalesce(octet_length(contact), 0) as size
            from journal where seq = any($1) and seq between $2 and $3
            """;

    private final Pool pool;

    ContactKeys(Pool pool) {
        this.pool = pool;
    }

    /**
     * A row to be shown.
     *
     * @param seq journal sequence
     * @param bytes of its text
     * @param additions to be shown within it
     */
    record Shown(long seq, long bytes, Page<Shown> additions) {

        /** Bytes of its text and of what is nested in it. */
        long allBytes() {
            return bytes + additions.items().stream().mapToLong(Shown::bytes).sum();
        }
    }

    /**
     * Contacts and what adds to them.
     *
     * @param cursor journal row up to which casework had come when sightings were asked
     * @param added by contact, in the order of the page
     */
    private record Known(long cursor, TreeMap<Long, TreeSet<Long>> added) {

        static Known of(RowSet<Row> rows, Comparator<Long> order) {
            TreeMap<Long, TreeSet<Long>> added = new TreeMap<>(order);
            long cursor = 0;
            for (Row r : rows) {
                cursor = r.getLong("cursor");
                if (r.getLong("seq") != null) {
                    added.put(r.getLong("seq"), new TreeSet<>(List.of(r.getArrayOfLongs("added"))));
                }
            }
            return new Known(cursor, added);
        }
    }

    /** Contacts with their first additions, oldest first; ends early where it would become large. */
    Future<Page<Shown>> oldest(long after, int limit) {
        return pool.preparedQuery(OLDEST).execute(Tuple.of(after, limit + 1)).compose(rows -> {
            Known known = Known.of(rows, Comparator.naturalOrder());
            boolean full = known.added().size() > limit && known.added().lastKey() <= known.cursor();
            return full
                    ? page(known, limit)
                    : waiting(WAITING_OLDEST, known, Math.max(after, known.cursor()), Long.MAX_VALUE, limit);
        });
    }

    /** The same, newest first. */
    Future<Page<Shown>> newest(long before, int limit) {
        return pool.preparedQuery(NEWEST).execute(Tuple.of(before, limit + 1)).compose(rows -> {
            Known known = Known.of(rows, Comparator.reverseOrder());
            return before <= known.cursor()
                    ? page(known, limit)
                    : waiting(WAITING_NEWEST, known, known.cursor(), before, limit);
        });
    }

    /** The same of those that, or an addition to which, have a standing. */
    Future<Page<Shown>> newest(long before, Standing standing, int limit) {
        return pool.preparedQuery(NEWEST_OF_STANDING)
                .execute(Tuple.of(before, limit + 1, standing.name()))
                .compose(rows -> page(Known.of(rows, Comparator.reverseOrder()), limit));
    }

    /** Contacts of a case, oldest first. */
    Future<Page<Shown>> ofCase(long caseId, long after, int limit) {
        return pool.preparedQuery(OF_CASE)
                .execute(Tuple.of(after, limit + 1, caseId))
                .compose(rows -> page(Known.of(rows, Comparator.naturalOrder()), limit));
    }

    /** A row, of no size, with what adds to it from behind {@code after}; ends early where it would become large. */
    Future<Shown> one(long seq, long after, int limit) {
        return pool.preparedQuery(OF_CONTACT)
                .execute(Tuple.of(seq, after, limit + 1))
                .compose(rows -> {
                    Row r = rows.iterator().next();
                    TreeSet<Long> added = new TreeSet<>(List.of(r.getArrayOfLongs("added")));
                    Known known = new Known(r.getLong("cursor"), new TreeMap<>(Map.of(seq, added)));
                    return sizes(known, after, limit + 1)
                            .map(bytes -> new Shown(seq, 0, additions(added, bytes, limit, PAGE_BYTES)));
                });
    }

    /** Asked after sightings were: what was judged in between is found here, and what is found twice is one. */
    private Future<Page<Shown>> waiting(String sql, Known known, long after, long before, int limit) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(after, before, limit + 1))
                .compose(rows -> {
                    rows.forEach(r -> known.added().putIfAbsent(r.getLong("seq"), new TreeSet<>()));
                    while (known.added().size() > limit + 1) {
                        known.added().pollLastEntry();
                    }
                    return page(known, limit);
                });
    }

    private Future<Page<Shown>> page(Known known, int limit) {
        return sizes(known, 0, NESTED + 1).map(bytes -> {
            List<Shown> contacts = new ArrayList<>();
            known.added().forEach((seq, added) -> {
                Integer size = bytes.get(seq);
                if (size != null) {
                    contacts.add(new Shown(seq, size, additions(added, bytes, NESTED, NESTED_BYTES)));
                }
            });
            return Page.of(contacts, limit, Shown::allBytes, PAGE_BYTES, Shown::seq);
        });
    }

    /**
     * Sizes of the rows that are there. What adds to a contact and may not have been judged yet is put to what is
     * known: casework comes to an addition within two months of its contact.
     *
     * @param after to leave out what adds to a contact up to there
     * @param most additions of a contact
     */
    private Future<Map<Long, Integer>> sizes(Known known, long after, int most) {
        List<Long> all = new ArrayList<>(known.added().keySet());
        known.added().values().forEach(all::addAll);
        List<Long> late = known.added().keySet().stream()
                .filter(contact -> contact > known.cursor() - ContactRows.TWO_MONTHS)
                .toList();
        Future<Iterable<Row>> sizes = ask(SIZES, all);
        Future<Iterable<Row>> added = ask(WAITING_ADDITIONS, late, Math.max(after, known.cursor()), most);
        return Future.all(sizes, added).map(v -> {
            Map<Long, Integer> bytes = new HashMap<>();
            for (Future<Iterable<Row>> answer : List.of(sizes, added)) {
                answer.result().forEach(r -> bytes.put(r.getLong("seq"), r.getInteger("size")));
            }
            added.result()
                    .forEach(r -> known.added()
                            .computeIfAbsent(r.getLong("contact_seq"), contact -> new TreeSet<>())
                            .add(r.getLong("seq")));
            return bytes;
        });
    }

    private Future<Iterable<Row>> ask(String sql, List<Long> seqs, Object... more) {
        if (seqs.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Tuple values = ContactRows.between(seqs);
        List.of(more).forEach(values::addValue);
        return pool.preparedQuery(sql).execute(values).map(rows -> rows);
    }

    private static Page<Shown> additions(SortedSet<Long> added, Map<Long, Integer> bytes, int limit, long most) {
        List<Shown> first = added.stream()
                .filter(bytes::containsKey)
                .limit(limit + 1)
                .map(seq -> new Shown(seq, Objects.requireNonNull(bytes.get(seq)), new Page<>(List.of(), null)))
                .toList();
        return Page.of(first, limit, Shown::bytes, most, Shown::seq);
    }

    private static String judged(String which, String order) {
        return JUDGED.formatted(which, order.isEmpty() ? ">" : "<", order, NESTED + 1);
    }
}
