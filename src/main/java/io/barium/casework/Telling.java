package io.barium.casework;

import io.barium.alert.AlertTexts;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a topic is told: at once when nothing was told of it for a while, otherwise in one follow-up at the end
 * of the window. The row in {@code digest} says up to which journal sequence the topic has been told, so nothing is
 * told twice or left out.
 */
final class Telling {
    private static final Logger log = LoggerFactory.getLogger(Telling.class);
    private static final int SHOWN = 5;
    private static final String CASE = "case:";
    private static final String UNREADABLE = "unreadable:";

    private final AlertTexts texts;
    private final VerdictTelling verdicts;
    private final Duration window;

    Telling(AlertTexts texts, Duration window) {
        this.texts = texts;
        this.verdicts = new VerdictTelling(texts, window);
        this.window = window;
    }

    static String caseTopic(long caseId) {
        return CASE + caseId;
    }

    static String unreadableTopic(String source) {
        return UNREADABLE + source;
    }

    /**
     * What there is to do.
     *
     * @param now topics to tell now, as far as they were told
     * @param later topics that need a follow-up, and when
     */
    record Plan(Collection<Digest> now, Map<String, Instant> later) {
        boolean isEmpty() {
            return now.isEmpty() && later.isEmpty();
        }
    }

    /**
     * Plans what to tell.
     *
     * @param news topics of which there is something new
     * @param known what was told of them and of others; those that are due are told too
     */
    Plan plan(Set<String> news, Collection<Digest> known, Instant now) {
        Map<String, Digest> tell = new TreeMap<>();
        Map<String, Digest> digests = new HashMap<>();
        for (Digest d : known) {
            digests.put(d.topic(), d);
            if (d.dueAt() != null && !Digest.within(d.dueAt(), now, window)) {
                tell.put(d.topic(), d);
            }
        }
        Map<String, Instant> later = new TreeMap<>();
        for (String topic : news) {
            Digest d = digests.getOrDefault(topic, Digest.untold(topic));
            Instant end = d.toldAt().plus(window);
            if (!Digest.within(end, now, window)) {
                tell.put(topic, d);
            } else if (d.dueAt() == null) {
                later.put(topic, end);
            }
        }
        return new Plan(tell.values(), later);
    }

    /** How far from now a follow-up can be due. */
    Duration window() {
        return window;
    }

    /**
     * Carries a plan out within the transaction, but for verdicts and for what it answers, which is to be given to
     * {@link #tell}.
     */
    Future<List<Told>> compose(SqlClient tx, Plan plan, Instant now) {
        List<Future<?>> asked = new ArrayList<>();
        List<Future<Told>> told = new ArrayList<>();
        if (!plan.later().isEmpty()) {
            asked.add(Digests.schedule(
                    tx, plan.later().keySet(), List.copyOf(plan.later().values())));
        }
        for (Digest d : plan.now()) {
            if (VerdictTelling.about(d.topic())) {
                continue;
            }
            told.add(
                    d.topic().startsWith(CASE)
                            ? tellCase(tx, d, Long.parseLong(d.topic().substring(CASE.length())), now)
                            : tellUnreadable(tx, d, d.topic().substring(UNREADABLE.length()), now));
        }
        asked.addAll(told);
        return Future.all(asked).map(v -> told.stream().map(Future::result).toList());
    }

    /**
     * What is to be told of verdicts, to be given to {@link #tell} too. Asks the database only where there may be
     * something.
     */
    Future<List<Told>> composeVerdicts(SqlClient tx, Plan plan, Verdicts.Taken taken, Instant now) {
        return verdicts.compose(tx, plan.now(), taken, now);
    }

    /**
     * Tells topics.
     *
     * @return what is to be handed to the outbox's workers after the commit
     */
    Future<List<Dispatch>> tell(SqlClient tx, List<Told> told, Instant now) {
        List<Message> messages = new ArrayList<>();
        told.forEach(t -> messages.addAll(t.messages()));
        Future<List<Dispatch>> added = Outbox.add(tx, messages, now).onSuccess(d -> logKnown(messages, d));
        List<Future<?>> notes = new ArrayList<>(List.of(added));
        told.forEach(t -> notes.add(Digests.told(tx, t.digest(), t.document())));
        return Future.all(notes).compose(v -> added);
    }

    /** An id that was used before is a repeat; were it not, nobody would be told. */
    private static void logKnown(List<Message> messages, List<Dispatch> added) {
        if (added.size() < messages.size()) {
            Set<UUID> ids = added.stream().map(d -> d.message().id()).collect(Collectors.toSet());
            log.warn(
                    "alerts were in the outbox already, not told again ids={}",
                    messages.stream()
                            .map(Message::id)
                            .filter(id -> !ids.contains(id))
                            .toList());
        }
    }

    /**
     * What was made of a topic.
     *
     * @param messages none when there was nothing to tell
     * @param digest as it is now
     * @param document what was told, where that is kept; {@code null} leaves what is there
     */
    record Told(
            List<Message> messages, Digest digest, @Nullable String document) {
        Told(List<Message> messages, Digest digest) {
            this(messages, digest, null);
        }
    }

    private Future<Told> tellCase(SqlClient tx, Digest before, long caseId, Instant now) {
        Future<List<Sighting>> shown = CaseNewsQuery.shown(tx, caseId, before.toldSeq(), SHOWN);
        Future<CaseNewsQuery.Counts> counts = CaseNewsQuery.counts(tx, caseId);
        return Future.all(shown, counts).map(v -> {
            CaseNewsQuery.Counts c = counts.result();
            if (c.upToSeq() <= before.toldSeq()) {
                return nothing(before, now);
            }
            List<Message> messages = texts.ofCase(c.since(before, caseId, shown.result()), c.upToSeq());
            return new Told(messages, new Digest(before.topic(), now, c.upToSeq(), null, c.contacts(), c.sightings()));
        });
    }

    private Future<Told> tellUnreadable(SqlClient tx, Digest before, String source, Instant now) {
        return tx.preparedQuery("""
                        select count(*) as n, max(seq) as up_to,
                               (array_agg(coalesce(unreadable, 'this version cannot read its journal row')
                                          order by seq))[1] as first_reason
                        from sighting join journal using (seq)
                        where source = $1 and standing = 'UNREADABLE' and seq > $2
                        """).execute(Tuple.of(source, before.toldSeq())).map(rows -> {
            Row r = rows.iterator().next();
            long n = r.getLong("n");
            if (n == 0) {
                return nothing(before, now);
            }
            long upTo = r.getLong("up_to");
            String reason = Objects.requireNonNull(r.getString("first_reason"));
            return new Told(
                    texts.ofUnreadable(source, n, reason, upTo), new Digest(before.topic(), now, upTo, null, 0, 0));
        });
    }

    private static Told nothing(Digest before, Instant now) {
        return new Told(
                List.of(),
                new Digest(before.topic(), now, before.toldSeq(), null, before.contacts(), before.sightings()));
    }
}
