package io.barium.view;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a page shows, before any of them is read: PostgreSQL knows the size of a text without reading it. From
 * one contact to the next is one look into an index, over all that adds to it, because copies of a message are many.
 */
final class ContactKeys {
    /** Additions that are nested in a contact. */
    static final int NESTED = 20;

    private static final long PAGE_BYTES = 4 << 20;
    private static final long NESTED_BYTES = 1 << 20;

    /** Contacts of sightings: which ones, comparison with the last contact, order. */
    private static final String JUDGED = """
            with recursive judged (seq) as (
                (select contact_seq from sighting where %1$s and contact_seq %2$s $1 order by contact_seq %3$s limit 1)
                union all
                select (select contact_seq from sighting where %1$s and contact_seq %2$s k.seq
                        order by contact_seq %3$s limit 1)
                from judged k where k.seq is not null)
            select seq from judged where seq is not null limit $2
            """;
    /** Those and the ones that casework has not come to: contacts of sightings, bounds of the others, order. */
    private static final String ALL = """
            select seq from (
                (%1$s)
                union all
                (select j.seq %2$s and s.seq is null and %3$s order by j.seq %4$s limit $2)
            ) c order by seq %4$s limit $2
            """;

    private static final String CURSOR = "(select seq from casework_cursor)";
    /**
     * What adds to a contact {@code j}, judged and not: from behind which row, how many. Bounded on one side only, so
     * that the planner expects many and begins at the first one.
     */
    private static final String ADDED = """
            select n.seq, t.size from (
                (select seq from sighting where contact_seq = j.seq and seq > %1$s order by seq limit %2$s)
                union
                (select seq from journal where source = j.source and thread = j.thread
                     and seq > greatest(%1$s, %3$s) and %3$s < j.seq + %4$s order by seq limit %2$s)
                order by seq limit %2$s) n
            cross join lateral (select coalesce(octet_length(contact), 0) as size
                                from journal where seq = n.seq limit 1) t
            """;
    /** Each row is looked for on its own, or the planner might make a join of it and read the whole journal. */
    private static final String KEYS = """
            select j.seq, j.size, a.seqs, a.sizes from (%s) k
            cross join lateral (select seq, source, thread, coalesce(octet_length(contact), 0) as size
                                from journal where seq = k.seq limit 1) j
            cross join lateral (select array_agg(seq order by seq) as seqs, array_agg(size order by seq) as sizes
                                from (%s) n) a
            order by j.seq %s
            """;

    /** Contacts from behind {@code $1}, oldest first, {@code $2} of them. */
    static final String OLDEST =
            keys(all(judged("true", ""), ContactRows.from("> greatest($1, " + CURSOR + ")"), ""), "");
    /** Contacts below {@code $1}, newest first, {@code $2} of them. */
    static final String NEWEST = keys(
            all(judged("true", "desc"), ContactRows.from("between " + CURSOR + " + 1 and $1 - 1"), "desc"), "desc");
    /** The same of those that, or an addition to which, have the standing {@code $3}. */
    static final String NEWEST_OF_STANDING = keys(judged("standing = $3", "desc"), "desc");
    /** Contacts of the case {@code $3} from behind {@code $1}, oldest first, {@code $2} of them. */
    static final String OF_CASE = keys(judged("case_id = $3", ""), "");
    /** What adds to the contact {@code $1} from behind {@code $2}, {@code $3} rows; nothing adds to an addition. */
    static final String OF_CONTACT = """
            select a.seq, a.size from journal j left join sighting s on s.seq = j.seq
            cross join lateral (%s) a
            where j.seq = $1 and %s
            order by a.seq
            """.formatted(added("greatest(j.seq, $2)", "$3"), ContactRows.FIRST);

    private ContactKeys() {}

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

    /** A page of contacts with their first additions; ends early where it would become large. */
    static Page<Shown> contacts(RowSet<Row> rows, int limit) {
        List<Shown> keys = new ArrayList<>();
        for (Row r : rows) {
            Page<Shown> nested = new Page<>(List.of(), null);
            Long[] seqs = r.getArrayOfLongs("seqs");
            if (seqs != null) {
                Integer[] sizes = r.getArrayOfIntegers("sizes");
                List<Shown> added = new ArrayList<>();
                for (int i = 0; i < seqs.length; i++) {
                    added.add(alone(seqs[i], sizes[i]));
                }
                nested = Page.of(added, NESTED, Shown::bytes, NESTED_BYTES, Shown::seq);
            }
            keys.add(new Shown(r.getLong("seq"), r.getInteger("size"), nested));
        }
        return Page.of(keys, limit, Shown::allBytes, PAGE_BYTES, Shown::seq);
    }

    /** A page of additions; ends early where it would become large. */
    static Page<Shown> additions(RowSet<Row> rows, int limit) {
        List<Shown> keys = new ArrayList<>();
        rows.forEach(r -> keys.add(alone(r.getLong("seq"), r.getInteger("size"))));
        return Page.of(keys, limit, Shown::bytes, PAGE_BYTES, Shown::seq);
    }

    private static Shown alone(long seq, long bytes) {
        return new Shown(seq, bytes, new Page<>(List.of(), null));
    }

    private static String judged(String which, String order) {
        return JUDGED.formatted(which, order.isEmpty() ? ">" : "<", order);
    }

    private static String all(String judged, String waiting, String order) {
        return ALL.formatted(judged, waiting, ContactRows.FIRST, order);
    }

    private static String added(String after, String limit) {
        return ADDED.formatted(after, limit, CURSOR, ContactRows.TWO_MONTHS);
    }

    private static String keys(String contacts, String order) {
        return KEYS.formatted(contacts, added("j.seq", String.valueOf(NESTED + 1)), order);
    }
}
