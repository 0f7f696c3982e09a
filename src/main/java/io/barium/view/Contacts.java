package io.barium.view;

import io.barium.model.Channel;
import io.barium.model.Standing;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Contacts of the journal. A row whose call has an earlier row is an addition: it is nested in its contact and never
 * listed by itself.
 */
public final class Contacts {
    private final Pool pool;

    public Contacts(Pool pool) {
        this.pool = pool;
    }

    /** Oldest first, from behind {@code after} (a journal sequence, 0 for the start). */
    public Future<Page<ContactView>> list(long after, int limit) {
        String from = ContactRows.from("> $1") + " and " + ContactRows.FIRST + " order by j.seq limit $2";
        return page(from, Tuple.of(after, limit + 1), limit);
    }

    /**
     * Newest first.
     *
     * @param before journal sequence to stay below; {@code null} for the newest
     * @param standing only contacts that, or an addition of which, have it; {@code null} for all
     */
    public Future<Page<ContactView>> recent(@Nullable Long before, @Nullable Standing standing, int limit) {
        Tuple values = Tuple.of(before == null ? Long.MAX_VALUE : before, limit + 1);
        if (standing == null) {
            String from = ContactRows.from("< $1") + " and " + ContactRows.FIRST + " order by j.seq desc limit $2";
            return page(from, values, limit);
        }
        return page(ContactRows.FROM + """
                where j.seq in (select distinct contact_seq from sighting where standing = $3 and contact_seq < $1
                    order by contact_seq desc limit $2)
                order by j.seq desc
                """, values.addString(standing.name()), limit);
    }

    /**
     * Contacts of a case, oldest first, from behind {@code after}; also those of which only an addition belongs to it.
     */
    public Future<Page<ContactView>> ofCase(long caseId, long after, int limit) {
        String from = ContactRows.FROM + """
                where j.seq in (select distinct contact_seq from sighting where case_id = $1 and contact_seq > $2
                    order by contact_seq limit $3)
                order by j.seq
                """;
        return page(from, Tuple.of(caseId, after, limit + 1), limit);
    }

    /** One contact or addition. */
    public Future<Optional<ContactView>> get(long id) {
        return load(ContactRows.FROM + "where j.seq = $1", Tuple.of(id))
                .map(rows -> rows.stream().findFirst());
    }

    /** The bytes of a contact or addition as they came; of one that came with others, its part of the request. */
    public Future<Optional<RawContact>> raw(long id) {
        return pool.preparedQuery("select channel, raw, raw_size, raw_sha256, transport from journal where seq = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    Buffer kept = row.getBuffer("raw");
                    return Optional.of(new RawContact(
                            id,
                            Channel.valueOf(row.getString("channel")),
                            kept == null ? null : kept.getBytes(),
                            row.getInteger("raw_size"),
                            row.getBuffer("raw_sha256").getBytes(),
                            wholeWith(row.getString("transport"))));
                });
    }

    private static @Nullable String wholeWith(String transport) {
        JsonObject request = new JsonObject(transport).getJsonObject("request");
        return request == null ? null : request.getString("event");
    }

    private Future<Page<ContactView>> page(String from, Tuple values, int limit) {
        return load(from, values).map(rows -> Page.of(rows, limit, ContactView::id));
    }

    private Future<List<ContactView>> load(String from, Tuple values) {
        return pool.preparedQuery("select " + ContactRows.COLUMNS + from)
                .execute(values)
                .map(Contacts::contacts)
                .compose(contacts -> additions(contacts)
                        .compose(added -> matches(contacts, added).map(found -> nest(contacts, added, found))));
    }

    private Future<List<ContactView>> additions(List<ContactView> contacts) {
        List<ContactView> calls = contacts.stream()
                .filter(c -> c.thread() != null && c.contactId() == c.id())
                .toList();
        if (calls.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        String join = """
                join unnest($1::text[], $2::text[], $3::bigint[]) as c (source, thread, seq)
                    on j.source = c.source and j.thread = c.thread and j.seq > c.seq and j.seq < c.seq + %s
                order by j.seq
                """.formatted(ContactRows.TWO_MONTHS);
        Tuple values = Tuple.tuple()
                .addArrayOfString(calls.stream().map(ContactView::source).toArray(String[]::new))
                .addArrayOfString(calls.stream().map(ContactView::thread).toArray(String[]::new))
                .addArrayOfLong(calls.stream().map(ContactView::id).toArray(Long[]::new));
        return pool.preparedQuery("select " + ContactRows.COLUMNS + ContactRows.FROM + join)
                .execute(values)
                .map(Contacts::contacts);
    }

    private Future<Map<Long, List<Match>>> matches(List<ContactView> contacts, List<ContactView> added) {
        Set<Long> ids = new HashSet<>();
        contacts.forEach(c -> ids.add(c.id()));
        added.forEach(c -> ids.add(c.id()));
        String sql = """
                select st.seq, st.token_id, st.matched_as, t.kind, t.role, t.value
                from sighting_token st join token t on t.id = st.token_id
                where st.seq = any($1) order by st.seq, st.matched_as like 'QUOTED%', st.token_id
                """;
        return pool.preparedQuery(sql)
                .execute(Tuple.tuple().addArrayOfLong(ids.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, List<Match>> found = new HashMap<>();
                    rows.forEach(row -> found.computeIfAbsent(row.getLong("seq"), k -> new ArrayList<>())
                            .add(ContactRows.match(row)));
                    return found;
                });
    }

    private static List<ContactView> nest(
            List<ContactView> contacts, List<ContactView> added, Map<Long, List<Match>> found) {
        Map<Long, List<ContactView>> byContact = new HashMap<>();
        for (ContactView a : added) {
            byContact
                    .computeIfAbsent(a.contactId(), k -> new ArrayList<>())
                    .add(a.with(found.getOrDefault(a.id(), List.of()), List.of()));
        }
        return contacts.stream()
                .map(c -> c.with(found.getOrDefault(c.id(), List.of()), byContact.getOrDefault(c.id(), List.of())))
                .toList();
    }

    private static List<ContactView> contacts(RowSet<Row> rows) {
        List<ContactView> contacts = new ArrayList<>();
        rows.forEach(row -> contacts.add(ContactRows.contact(row)));
        return contacts;
    }
}
