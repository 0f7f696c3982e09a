package io.barium.verdict;

import io.barium.inference.Level;
import io.barium.inference.OriginKind;
import io.barium.inference.Posterior;
import io.barium.verdict.Verdict.Basis;
import io.barium.verdict.Verdict.Place;
import io.barium.verdict.Verdict.Reach;
import io.barium.verdict.Verdict.SegmentShare;
import io.barium.verdict.Verdict.Strength;
import io.barium.verdict.Verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verdicts made by hand: one for each thing that a page has to be able to say. */
public final class Samples {
    public static final String HOSTILE = "<script>document.title='owned'</script>\"'&\u202e\u0007";
    public static final Instant FIRST = Instant.parse("2026-09-14T09:12:00Z");
    public static final Instant AT = Instant.parse("2026-11-18T16:40:00Z");
    public static final double PRIOR = .02;

    private static final Map<String, Double> PARAMETERS =
            Map.of("prior", PRIOR, "nu", .004, "eps", .05, "rho", .6, "starts.days", 7.0);

    private static final Basis BASIS = new Basis(1, PARAMETERS, List.of("ACME"), 48_211, 9_604, 118_530, AT);

    private Samples() {}

    /** Nothing has happened. */
    public static Verdict quiet() {
        return new Verdict(
                1,
                BASIS,
                Level.QUIET,
                strength(0),
                new Reach(0, 0, 0, 400, 3, 400, AT),
                null,
                List.of(),
                List.of(),
                false,
                List.of());
    }

    /** One contact and nothing else. */
    public static Verdict contactOnly() {
        Window window = window(day("2026-08-30"), 60, day("2026-03-02"), FIRST, false, .4, List.of());
        return new Verdict(
                2,
                BASIS,
                Level.CONTACT,
                strength(.55),
                new Reach(1, 1, 1, 400, 3, 400, FIRST),
                window,
                List.of(),
                List.of(
                        share("region:EU", 200, 0, 0, .01, .2, 34_000),
                        share("region:US", 200, 1, .001, .06, .61, 34_100)),
                false,
                List.of());
    }

    /** Everything is known that can be. */
    public static Verdict confirmed() {
        return new Verdict(
                12,
                BASIS,
                Level.CONFIRMED,
                new Strength(9.3, PRIOR, Posterior.of(PRIOR, 9.3), 10.2, 2, false),
                new Reach(23, 4, 11, 400, 2, 400, FIRST),
                window(day("2026-08-12"), 4, day("2026-08-03"), day("2026-08-24"), false, .1, List.of()),
                SamplePlaces.ranked(.86),
                shares(),
                false,
                List.of());
    }

    /** Two snapshots are the better story. */
    public static Verdict twoSnapshots() {
        Window window = window(
                day("2026-06-20"),
                9,
                day("2026-08-10"),
                day("2026-07-02"),
                true,
                4200,
                List.of(day("2026-06-20"), day("2026-08-21")));
        return new Verdict(
                13,
                BASIS,
                Level.CONFIRMED,
                strength(8),
                new Reach(31, 6, 14, 400, 1, 400, FIRST),
                window,
                SamplePlaces.ranked(.44),
                shares(),
                false,
                List.of());
    }

    /** Bounds contradict, the evidence has faded, mail of the company's own may explain it, and controls are known. */
    public static Verdict doubtful() {
        Window window = window(day("2026-07-20"), 12, day("2026-08-10"), day("2026-07-29"), true, 3.4, List.of());
        List<Place> origins = List.of(
                new Place("unknown", OriginKind.UNKNOWN, "unknown", .61, .4, .8, 0, 3, false, null),
                new Place("agent:7f3a", OriginKind.AGENT, "7f3a91c2", .21, .05, .5, 3, 3, false, null),
                new Place("pair:1", OriginKind.PAIR, "7f3a91c2 and 02bb71e0", .18, .05, .4, 3, 3, false, null));
        return new Verdict(
                14,
                BASIS,
                Level.SUSPECTED,
                new Strength(1.2, PRIOR, Posterior.of(PRIOR, 1.2), 2, 0, true),
                new Reach(9, 2, 3, 400, 9, 400, FIRST),
                window,
                origins,
                List.of(share("queue:billing", 120, 3, .01, .08, .4, -1)),
                true,
                List.of());
    }

    /** Somebody else's words in every place, and infinities. */
    public static Verdict hostile() {
        String longer = HOSTILE + "x".repeat(5_000);
        return new Verdict(
                15,
                new Basis(1, Map.of(HOSTILE, Double.POSITIVE_INFINITY), List.of(HOSTILE), 7, 8, 9, AT),
                Level.CONFIRMED,
                new Strength(Double.POSITIVE_INFINITY, PRIOR, 1, Double.NEGATIVE_INFINITY, 1, false),
                new Reach(2, 1, 2, 2, 0, 2, FIRST),
                window(day("2026-08-12"), 3, null, FIRST, false, Double.POSITIVE_INFINITY, List.of()),
                List.of(
                        new Place(HOSTILE, OriginKind.QUEUE, longer, .7, 0, 1, 2, 2, false, null),
                        new Place("e" + HOSTILE, OriginKind.EXPORT, HOSTILE, .2, 0, 1, 2, 2, false, null),
                        new Place("a" + HOSTILE, OriginKind.AGENT, HOSTILE, .1, 0, 1, 2, 2, true, null)),
                List.of(share(HOSTILE, 2, 2, .3, .9, 1, 10), share("region:" + longer, 2, 0, 0, .1, .8, 10)),
                false,
                List.of());
    }

    /** The same about another case and another point of the journal. */
    public static Verdict on(Verdict v, long caseId, long seq, Instant at) {
        Basis b = v.basis();
        return new Verdict(
                caseId,
                new Basis(b.model(), b.parameters(), b.brands(), seq, b.registry(), b.exposures(), at),
                v.level(),
                v.strength(),
                v.reach(),
                v.window(),
                v.origins(),
                v.shares(),
                v.registryKnown(),
                v.campaigns());
    }

    /** So many origins, and so many segments in each of two dimensions. */
    public static Verdict crowded(int origins, int segments) {
        Verdict v = confirmed();
        List<Place> places = new ArrayList<>();
        List<SegmentShare> shares = new ArrayList<>();
        for (int i = 0; i < origins; i++) {
            places.add(new Place("a:" + i, OriginKind.AGENT, "p" + i, 1.0 / origins, 0, .1, 3, 11, false, null));
        }
        for (int i = 0; i < segments; i++) {
            shares.add(share("queue:" + "q".repeat(60) + i, 20, i % 2, 0, .1, .4, 1_000 + i));
            shares.add(share("region:" + "r".repeat(60) + i, 20, i % 2, 0, .1, .4, 1_000 + i));
        }
        return new Verdict(
                v.caseId(),
                v.basis(),
                v.level(),
                v.strength(),
                v.reach(),
                v.window(),
                places,
                shares,
                false,
                List.of());
    }

    public static Verdict with(Verdict v, Level level, List<Place> origins, boolean registryKnown) {
        return new Verdict(
                v.caseId(),
                v.basis(),
                level,
                v.strength(),
                v.reach(),
                v.window(),
                origins,
                v.shares(),
                registryKnown,
                v.campaigns());
    }

    private static Strength strength(double logE) {
        return new Strength(logE, PRIOR, Posterior.of(PRIOR, logE), Math.max(logE, 2), 0, false);
    }

    private static List<SegmentShare> shares() {
        return List.of(
                share("product:Home", 180, 6, .22, .41, .66, 30_900),
                share("product:Office", 150, 5, .2, .4, .68, 26_100),
                share("product:Travel", 70, 0, 0, .02, .12, 11_000),
                share("region:AT", 40, 0, 0, .02, .19, 6_420),
                share("region:DE", 120, 0, 0, .01, .07, 20_180),
                share("region:UK", 90, 1, .002, .03, .14, 15_300),
                share("region:US", 150, 10, .48, .71, .93, 26_100));
    }

    private static SegmentShare share(
            String segment, int planted, int reached, double low, double median, double high, long customers) {
        return new SegmentShare(segment, planted, reached, low, median, high, customers);
    }

    private static Window window(
            Instant likeliest,
            double spread,
            @Nullable Instant earliest,
            Instant latest,
            boolean contradicting,
            double second,
            List<Instant> snapshots) {
        Instant firstDay = FIRST.minus(Duration.ofDays(365));
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i < 365; i++) {
            Instant day = firstDay.plus(Duration.ofDays(i));
            double z = Duration.between(likeliest, day).toHours() / 24.0 / spread;
            boolean out = !contradicting && (day.isAfter(latest) || (earliest != null && day.isBefore(earliest)));
            weights.add(out ? 0 : Math.exp(-z * z / 2) + 1e-4);
        }
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        List<Double> probability = weights.stream().map(w -> w / sum).toList();
        Duration half = Duration.ofHours((long) (spread * 47));
        Instant from = likeliest.minus(half);
        Instant until = likeliest.plus(half);
        return new Window(
                earliest,
                latest,
                !contradicting && earliest != null && from.isBefore(earliest) ? earliest : from,
                !contradicting && until.isAfter(latest) ? latest : until,
                likeliest,
                firstDay,
                probability,
                contradicting,
                second,
                snapshots);
    }

    private static Instant day(String day) {
        return Instant.parse(day + "T12:00:00Z");
    }
}
