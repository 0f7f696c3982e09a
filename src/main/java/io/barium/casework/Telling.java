package io.barium.casework;

import io.barium.alert.AlertTexts;
import io.barium.alert.CaseNews;
import io.barium.alert.Sighting;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Message;
import io.barium.outbox.Outbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a topic is told: at once when nothing was told of it for a while, otherwise in one follow-up at the end
 * of the window. The row in {@code digest} says up to which journal sequence the topic has been told, so nothing is
 * told twice or left out.
 */
final class Telling {
    private static final int SHOWN = 5;
    private static final String CASE = "case:";
    private static final String UNREADABLE = "unreadable:";

    private final AlertTexts texts;
    private final Duration window;

    Telling(AlertTexts texts, Duration window) {
        this.texts = texts;
        this.window = window;
    }

    static String caseTopic(long caseId) {
        return CASE + caseId;
    }

    static String unreadableTopic(String source) {
        return UNREADABLE + source;
    }

    /**
     * There is something new of a topic.
     *
     * @param out takes what is to be handed to the outbox's workers after the commit
     */
    Future<Void> news(SqlClient tx, String topic, Instant now, List<Dispatch> out) {
        return tx.preparedQuery("select told_at, told_seq, due_at from digest where topic = $1 for update")
                .execute(Tuple.of(topic))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return tell(tx, topic, 0, now, out);
                    }
                    Row digest = rows.iterator().next();
                    Instant end =
                            digest.getOffsetDateTime("told_at").toInstant().plus(window);
                    if (!end.isAfter(now)) {
                        return tell(tx, topic, digest.getLong("told_seq"), now, out);
                    }
                    if (digest.getOffsetDateTime("due_at") != null) {
                        return Future.succeededFuture();
                    }
                    return tx.preparedQuery("update digest set due_at = $2 where topic = $1")
                            .execute(Tuple.of(topic, CaseTables.utc(end)))
                            .mapEmpty();
                });
    }

    /** Tells the follow-ups that are due; answers how many. */
    Future<Integer> due(SqlClient tx, Instant now, List<Dispatch> out) {
        return tx.preparedQuery("select topic, told_seq from digest where due_at <= $1 order by topic for update")
                .execute(Tuple.of(CaseTables.utc(now)))
                .compose(rows -> {
                    Future<Void> told = Future.succeededFuture();
                    for (Row r : rows) {
                        String topic = r.getString("topic");
                        long from = r.getLong("told_seq");
                        told = told.compose(v -> tell(tx, topic, from, now, out));
                    }
                    return told.map(v -> rows.size());
                });
    }

    private Future<Void> tell(SqlClient tx, String topic, long after, Instant now, List<Dispatch> out) {
        Future<@Nullable Told> told = topic.startsWith(CASE)
                ? tellCase(tx, Long.parseLong(topic.substring(CASE.length())), after)
                : tellUnreadable(tx, topic.substring(UNREADABLE.length()), after);
        return told.compose(t -> {
            Future<Void> added = t == null
                    ? Future.succeededFuture()
                    : Outbox.add(tx, t.messages(), now).onSuccess(out::addAll).mapEmpty();
            long upTo = t == null ? after : t.upToSeq();
            return added.compose(v -> tx.preparedQuery("""
                            insert into digest (topic, told_at, told_seq) values ($1, $2, $3)
                            on conflict (topic) do update
                            set told_at = excluded.told_at, told_seq = excluded.told_seq, due_at = null
                            """)
                    .execute(Tuple.of(topic, CaseTables.utc(now), upTo))
                    .mapEmpty());
        });
    }

    private record Told(List<Message> messages, long upToSeq) {}

    private Future<@Nullable Told> tellCase(SqlClient tx, long caseId, long after) {
        return CaseNewsQuery.shown(tx, caseId, after, SHOWN)
                .compose(shown -> CaseNewsQuery.counts(tx, caseId, after).map(c -> told(caseId, after, shown, c)));
    }

    private @Nullable Told told(long caseId, long after, List<Sighting> shown, CaseNewsQuery.Counts c) {
        if (c.upToSeq() <= after) {
            return null;
        }
        CaseNews news = new CaseNews(
                caseId,
                after == 0,
                c.openedAt(),
                c.contacts(),
                c.additions(),
                c.total(),
                new ArrayList<>(shown),
                c.plantedTouched(),
                c.planted(),
                c.controlsTouched(),
                c.controls());
        return new Told(texts.ofCase(news, c.upToSeq()), c.upToSeq());
    }

    private Future<@Nullable Told> tellUnreadable(SqlClient tx, String source, long after) {
        return tx.preparedQuery("""
                        select count(*) as n, max(seq) as up_to,
                               (array_agg(unreadable order by seq))[1] as first_reason
                        from journal join sighting using (seq)
                        where source = $1 and standing = 'UNREADABLE' and seq > $2
                        """).execute(Tuple.of(source, after)).map(rows -> {
            Row r = rows.iterator().next();
            long n = r.getLong("n");
            if (n == 0) {
                return null;
            }
            long upTo = r.getLong("up_to");
            return new Told(texts.ofUnreadable(source, n, r.getString("first_reason"), upTo), upTo);
        });
    }
}
