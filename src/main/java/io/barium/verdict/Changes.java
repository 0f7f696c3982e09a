package io.barium.verdict;

import io.barium.inference.Level;
import io.barium.inference.OriginKind;
import io.barium.verdict.Change.Kind;
import io.barium.verdict.Verdict.Place;
import io.barium.verdict.Verdict.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what is new in a verdict. */
final class Changes {
    private static final double STANDS_OUT = .8;
    private static final double ALMOST_SURE = .95;
    /** Below it the first place of a ranking changes with every contact, and says little. */
    private static final double LEADS = .5;

    private Changes() {}

    static List<Change> between(@Nullable Verdict previous, Verdict now) {
        List<Change> changes = new ArrayList<>();
        if (now.registryKnown() && (previous == null || !previous.registryKnown())) {
            changes.add(new Change(
                    Kind.CONTROLS_KNOWN,
                    "Our own registry may be known: "
                            + Numbers.count(now.reach().controls(), "control was reached", "controls were reached")
                            + " by somebody who can know them only from us. Check who can read Barium's database."));
        }
        Level before = previous == null ? Level.QUIET : previous.level();
        if (now.level().compareTo(before) > 0) {
            changes.add(new Change(kind(now.level()), level(now)));
        }
        if (snapshots(previous).isEmpty() && !snapshots(now).isEmpty()) {
            changes.add(new Change(Kind.ANOTHER_SNAPSHOT, "Data was taken more than once: " + Summary.when(now)));
        }
        String narrowed = narrowed(previous, now);
        if (narrowed != null) {
            changes.add(new Change(Kind.ORIGIN_NARROWED, narrowed));
        }
        return List.copyOf(changes);
    }

    private static String level(Verdict now) {
        return switch (now.level()) {
            case QUIET -> throw new IllegalArgumentException("no level is below QUIET");
            case CONTACT -> "A planted record was reached from outside. " + Reasons.bound(now);
            case WATCH, SUSPECTED, CONFIRMED ->
                "E reached " + Numbers.count(Math.round(now.level().least())) + ". " + Reasons.strength(now) + " "
                        + Reasons.bound(now);
        };
    }

    private static Kind kind(Level level) {
        return switch (level) {
            case QUIET, CONTACT -> Kind.CONTACT;
            case WATCH -> Kind.WATCH;
            case SUSPECTED -> Kind.SUSPECTED;
            case CONFIRMED -> Kind.CONFIRMED;
        };
    }

    private static @Nullable String narrowed(@Nullable Verdict previous, Verdict now) {
        Place best = best(now);
        if (best == null) {
            return null;
        }
        Place was = previous == null ? null : best(previous);
        if (was != null && !was.key().equals(best.key())) {
            boolean told = was.probability() >= STANDS_OUT && was.kind() != OriginKind.UNKNOWN;
            boolean leads = best.probability() >= LEADS && best.kind() != OriginKind.UNKNOWN;
            return told || leads
                    ? "The likeliest path is now " + Paths.in(best) + ", with "
                            + Numbers.probability(best.probability()) + "; before it was " + Paths.in(was) + ", with "
                            + Numbers.probability(was.probability()) + "."
                    : null;
        }
        double before = was == null ? 0 : was.probability();
        boolean passed =
                passes(before, best.probability(), STANDS_OUT) || passes(before, best.probability(), ALMOST_SURE);
        return passed && best.kind() != OriginKind.UNKNOWN
                ? "The data left through " + Paths.in(best) + " with a probability of "
                        + Numbers.probability(best.probability()) + ", if it left at all. Access is not guilt."
                : null;
    }

    private static boolean passes(double before, double now, double mark) {
        return before < mark && now >= mark;
    }

    private static @Nullable Place best(Verdict verdict) {
        return verdict.origins().isEmpty() ? null : verdict.origins().get(0);
    }

    private static List<java.time.Instant> snapshots(@Nullable Verdict verdict) {
        Window window = verdict == null ? null : verdict.window();
        return window == null ? List.of() : window.snapshots();
    }
}
