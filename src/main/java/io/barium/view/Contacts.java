package io.barium.view;

import io.barium.model.Channel;
import io.barium.model.Standing;
import io.barium.view.ContactKeys.Shown;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Contacts of the journal. A row whose call has an earlier row is an addition: the first ones are nested in their
 * contact, and none is listed by itself. A page ends early where its texts would become large.
 */
public final class Contacts {
    private final Pool pool;
    private final ContactKeys keys;

    public Contacts(Pool pool) {
        this.pool = pool;
        this.keys = new ContactKeys(pool);
    }

    /** Oldest first, from behind {@code after} (a journal sequence, 0 for the start). */
    public Future<Page<ContactView>> list(long after, int limit) {
        return keys.oldest(after, limit).compose(this::load);
    }

    /**
     * Newest first.
     *
     * @param before journal sequence to stay below; {@code null} for the newest
     * @param standing only contacts that, or an addition of which, have it; {@code null} for all
     */
    public Future<Page<ContactView>> recent(@Nullable Long before, @Nullable Standing standing, int limit) {
        long below = before == null ? Long.MAX_VALUE : before;
        return (standing == null ? keys.newest(below, limit) : keys.newest(below, standing, limit)).compose(this::load);
    }

    /**
     * Contacts of a case, oldest first, from behind {@code after}; also those of which only an addition belongs to it.
     */
    public Future<Page<ContactView>> ofCase(long caseId, long after, int limit) {
        return keys.ofCase(caseId, after, limit).compose(this::load);
    }

    /** One contact or addition. */
    public Future<Optional<ContactView>> get(long id) {
        return get(id, 0, ContactKeys.NESTED);
    }

    /** The same with other additions than the first: from behind {@code after}, {@code limit} at most. */
    public Future<Optional<ContactView>> get(long id, long after, int limit) {
        return keys.one(id, after, limit)
                .compose(row -> load(List.of(row)))
                .map(found -> found.stream().findFirst());
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

    private Future<Page<ContactView>> load(Page<Shown> page) {
        return load(page.items()).map(contacts -> new Page<>(contacts, page.next()));
    }

    /** Reads rows; of those that are not there, nothing. */
    private Future<List<ContactView>> load(List<Shown> shown) {
        List<Long> ids = shown.stream()
                .flatMap(k -> Stream.concat(Stream.of(k), k.additions().items().stream()))
                .map(Shown::seq)
                .toList();
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return rows(ids)
                .compose(rows -> matches(ids)
                        .map(matches -> shown.stream()
                                .filter(k -> rows.containsKey(k.seq()))
                                .map(k -> nest(k, rows, matches))
                                .toList()));
    }

    private Future<Map<Long, ContactView>> rows(List<Long> ids) {
        return pool.preparedQuery(ContactRows.GIVEN)
                .execute(ContactRows.between(ids))
                .map(found -> {
                    Map<Long, ContactView> rows = new HashMap<>();
                    found.forEach(row -> rows.put(row.getLong("seq"), ContactRows.contact(row)));
                    return rows;
                });
    }

    private Future<Map<Long, List<Match>>> matches(List<Long> ids) {
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

    private static ContactView nest(Shown key, Map<Long, ContactView> rows, Map<Long, List<Match>> matches) {
        List<ContactView> added = key.additions().items().stream()
                .map(a -> nest(a, rows, matches))
                .toList();
        return Objects.requireNonNull(rows.get(key.seq()))
                .with(
                        matches.getOrDefault(key.seq(), List.of()),
                        new Page<>(added, key.additions().next()));
    }
}
