package io.barium.casework;

import io.barium.alert.AlertTexts;
import io.barium.inference.Level;
import io.barium.verdict.Change;
import io.barium.verdict.Change.Kind;
import io.barium.verdict.Explanation;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when what is new in a verdict is told. A higher level is told at once: levels are few. Through whose access
 * data left and how often may waver with every contact: that is compared with what was told last, and told once a
 * window at most, so that nothing is lost and no change of mind is told that was taken back.
 */
final class VerdictTelling {
    private static final Logger log = LoggerFactory.getLogger(VerdictTelling.class);
    /** So long that a version which does not know it finds nothing to tell of it, instead of failing. */
    private static final String VERDICT = "case-verdict:";
    /** That a case was opened is told by the case itself. */
    private static final Set<Kind> AT_ONCE =
            EnumSet.of(Kind.WATCH, Kind.SUSPECTED, Kind.CONFIRMED, Kind.CONTROLS_KNOWN);

    private static final Set<Kind> ONCE_A_WINDOW = EnumSet.of(Kind.ORIGIN_NARROWED, Kind.ANOTHER_SNAPSHOT);

    private final AlertTexts texts;
    private final Duration window;

    VerdictTelling(AlertTexts texts, Duration window) {
        this.texts = texts;
        this.window = window;
    }

    /** Whether a topic is that of a verdict. */
    static boolean about(String topic) {
        return topic.startsWith(VERDICT);
    }

    /** What was told last; no verdict where there is none, or none that can be read. */
    private record Last(Digest digest, @Nullable Verdict verdict) {}

    /**
     * Reads what was told, and decides.
     *
     * @param due topics whose follow-up is due; those of other things are passed over
     * @param taken with the verdict that is about to be stored, if any
     */
    Future<List<Telling.Told>> compose(SqlClient tx, Collection<Digest> due, Verdicts.Taken taken, Instant now) {
        Set<Long> followUps = new TreeSet<>();
        for (Digest d : due) {
            if (about(d.topic())) {
                followUps.add(Long.parseLong(d.topic().substring(VERDICT.length())));
            }
        }
        List<Future<Telling.@Nullable Told>> told = new ArrayList<>();
        Verdict made = taken.verdict();
        if (made != null) {
            List<Change> urgent = changes(taken.before(), made, AT_ONCE);
            if (followUps.remove(made.caseId()) || !urgent.isEmpty() || clear(made)) {
                told.add(last(tx, made.caseId()).map(last -> told(last, made, urgent, now)));
            }
        }
        for (long caseId : followUps) {
            Future<Last> last = last(tx, caseId);
            Future<@Nullable Verdict> newest = newest(tx, caseId);
            told.add(Future.all(last, newest).map(v -> told(last.result(), newest.result(), List.of(), now)));
        }
        return Future.all(told)
                .map(v -> told.stream()
                        .map(Future::result)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private Telling.@Nullable Told told(Last last, @Nullable Verdict newest, List<Change> urgent, Instant now) {
        Digest before = last.digest();
        List<Change> lesser =
                newest != null && clear(newest) ? changes(last.verdict(), newest, ONCE_A_WINDOW) : List.of();
        boolean waits = before.dueAt() != null && Digest.within(before.dueAt(), now, window);
        if (newest == null || (urgent.isEmpty() && lesser.isEmpty())) {
            return before.dueAt() == null || waits ? null : new Telling.Told(List.of(), before.due(null));
        }
        Instant end = before.toldAt().plus(window);
        if (urgent.isEmpty() && Digest.within(end, now, window)) {
            return waits ? null : new Telling.Told(List.of(), before.due(end));
        }
        List<Change> all = new ArrayList<>(urgent);
        all.addAll(lesser);
        return new Telling.Told(
                texts.ofVerdict(newest, all, lesser.isEmpty() ? null : before.toldAt()),
                new Digest(before.topic(), now, newest.basis().seq(), null, 0, 0),
                VerdictJson.write(newest));
    }

    private static List<Change> changes(@Nullable Verdict previous, Verdict now, Set<Kind> kinds) {
        return Explanation.change(previous, now).stream()
                .filter(c -> kinds.contains(c.kind()))
                .toList();
    }

    /** Through whose access is worth an alert only when it is clear enough that data left. */
    private static boolean clear(Verdict verdict) {
        return verdict.level().compareTo(Level.SUSPECTED) >= 0;
    }

    private static Future<Last> last(SqlClient tx, long caseId) {
        String topic = VERDICT + caseId;
        Future<List<Digest>> digest = Digests.of(tx, List.of(topic));
        Future<@Nullable Verdict> verdict = tx.preparedQuery(
                        "select told_document as document from digest where topic = $1")
                .execute(Tuple.of(topic))
                .map(VerdictTelling::read);
        return Future.all(digest, verdict)
                .map(v -> new Last(
                        digest.result().stream().findFirst().orElseGet(() -> Digest.untold(topic)), verdict.result()));
    }

    private static Future<@Nullable Verdict> newest(SqlClient tx, long caseId) {
        return tx.preparedQuery("select document from verdict where case_id = $1 order by seq desc limit 1")
                .execute(Tuple.of(caseId))
                .map(VerdictTelling::read);
    }

    /** A text that this version cannot read must hold nothing up: what may have been told before is told again. */
    private static @Nullable Verdict read(RowSet<Row> rows) {
        for (Row r : rows) {
            String document = r.getString("document");
            try {
                return document == null ? null : VerdictJson.read(document);
            } catch (IllegalArgumentException e) {
                log.warn("what is new in a verdict is told without another one: {}", e.getMessage());
            }
        }
        return null;
    }
}
