package io.barium.verdict;

import io.barium.inference.Level;
import io.barium.inference.OriginKind;
import io.barium.verdict.Verdict.Place;
import io.barium.verdict.Verdict.SegmentShare;
import io.barium.verdict.Verdict.Strength;
import io.barium.verdict.Verdict.Window;
import java.util.List;
import java.util.stream.Collectors;

/** The five sentences. */
final class Summary {
    private static final double STANDS_OUT = .5;
    private static final int NAMED = 3;

    private Summary() {}

    static List<String> of(Verdict verdict) {
        return List.of(whether(verdict), when(verdict), path(verdict), share(verdict), next(verdict));
    }

    private static String whether(Verdict verdict) {
        Strength s = verdict.strength();
        String how = "probability " + Numbers.probability(s.posterior()) + ", where " + Numbers.probability(s.prior())
                + " a year is assumed before any evidence";
        if (verdict.level().compareTo(Level.WATCH) >= 0 && faded(verdict)) {
            return "The case once reached level " + verdict.level() + ", but the evidence that customer data left has"
                    + " become weaker since (" + how + ").";
        }
        return switch (verdict.level()) {
            case QUIET -> "Nothing suggests that customer data left (" + how + ").";
            case CONTACT ->
                "Somebody outside reached "
                        + Numbers.count(verdict.reach().planted(), "planted identifier", "planted identifiers")
                        + ", which alone does not show that customer data left (" + how + ").";
            case WATCH -> "Customer data may have left (" + how + ").";
            case SUSPECTED -> "It is suspected that customer data left (" + how + ").";
            case CONFIRMED -> "Customer data left, as far as evidence can tell (" + how + ").";
        };
    }

    /** Whether the level is one that today's evidence would not reach. */
    static boolean faded(Verdict verdict) {
        return verdict.strength().logE() < StrictMath.log(verdict.level().least());
    }

    static String when(Verdict verdict) {
        Window window = verdict.window();
        if (window == null) {
            return "When it would have been taken cannot be said, because no planted record was reached.";
        }
        if (!window.snapshots().isEmpty()) {
            return "It was taken more than once, likeliest around "
                    + window.snapshots().stream().map(Numbers::day).distinct().collect(Collectors.joining(" and "))
                    + ".";
        }
        String likeliest = "If it was taken, then most likely around " + Numbers.day(window.likeliest());
        if (window.contradicting()) {
            return likeliest + ", but no single day explains all contacts: either it was taken more than once, or a"
                    + " contact is a coincidence.";
        }
        return likeliest + ", and with 95 % probability " + between(window) + ".";
    }

    private static String between(Window window) {
        String from = Numbers.day(window.from());
        String until = Numbers.day(window.until());
        return from.equals(until) ? "on that day" : "between " + from + " and " + until;
    }

    private static String path(Verdict verdict) {
        if (verdict.origins().isEmpty()) {
            return "Through whose access it would have left is not known.";
        }
        Place best = verdict.origins().get(0);
        String chance = Numbers.probability(best.probability());
        if (best.kind() == OriginKind.UNKNOWN) {
            String known = verdict.origins().stream()
                    .filter(p -> p.kind() != OriginKind.UNKNOWN)
                    .findFirst()
                    .map(p -> "; the likeliest known one is " + Paths.in(p) + " ("
                            + Numbers.probability(p.probability()) + ")")
                    .orElse("");
            return "It would most likely have left by a path that is not on our list (" + chance + ")" + known + ".";
        }
        String through = best.probability() >= STANDS_OUT
                ? "It most likely left through "
                : "No path stands out, and the first of many is ";
        return through + Paths.in(best) + " (" + chance + ")" + unknown(verdict) + ".";
    }

    private static String unknown(Verdict verdict) {
        return verdict.origins().stream()
                .filter(p -> p.kind() == OriginKind.UNKNOWN)
                .findFirst()
                .map(p -> ", while a path that is not on our list has " + Numbers.probability(p.probability()))
                .orElse("");
    }

    private static String share(Verdict verdict) {
        Affected affected = Affected.narrowest(verdict.shares());
        if (affected == null) {
            return "How much left and who must be told cannot be said yet.";
        }
        SegmentShare worst = affected.reached().get(0);
        String much = "Worst hit is " + Paths.segment(worst.segment()) + ", of which between "
                + Numbers.share(worst.low()) + " and " + Numbers.share(worst.high()) + " left" + likely(worst);
        int more = affected.reached().size() - NAMED;
        String names = affected.reached().stream()
                        .limit(NAMED)
                        .map(s -> Paths.segment(s.segment()))
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
        String who = affected.customers() < 0
                ? "all customers of " + names + " (nobody has counted them)"
                : "the " + Numbers.count(affected.customers(), "customer", "customers") + " of " + names;
        return much + "; until more is known, those to be told are " + who + ".";
    }

    private static String likely(SegmentShare share) {
        return share.customers() < 0
                ? ""
                : " (about " + Numbers.about(share.median() * share.customers(), share.customers()) + " of its "
                        + Numbers.count(share.customers()) + " customers)";
    }

    private static String next(Verdict verdict) {
        if (verdict.registryKnown()) {
            return "Next, find out who can read our own list of planted and control identifiers: somebody seems to know"
                    + " it, and until that is settled the rest of this page is in doubt.";
        }
        String unknown = verdict.origins().isEmpty()
                ? "no accesses are recorded, so the path stays unknown"
                : "who used the path, and what they did with the data, is not known";
        return switch (verdict.level()) {
            case QUIET -> "Nothing is to be done now, and data that is copied but never used would not be seen.";
            case CONTACT ->
                "Next, read the contact and check that no mailing of the company's own explains it; " + unknown + ".";
            case WATCH ->
                "Next, secure access and export logs before they expire, and tell few people; " + unknown + ".";
            case SUSPECTED ->
                "Next, secure the logs, watch the likeliest paths quietly and warn legal and data protection; "
                        + unknown + ".";
            case CONFIRMED ->
                "Next, close or watch the likeliest path, keep all evidence under legal hold and let data protection start"
                        + " the clock for notifying; " + unknown + ".";
        };
    }
}
