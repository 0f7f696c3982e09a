package io.barium.replay;

import io.barium.inference.LeakedShare;
import io.barium.inference.LeakedShare.Segment;
import io.barium.inference.LeakedShare.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** How often the interval of a segment's leaked share holds the true one, and how wide it is, by what truly left. */
public final class ShareTrials {
    private static final String SECTION = "share";
    private static final int SEGMENTS = 10;
    private static final int PLANTED = 50;
    private static final double MASS = .95;
    private static final double COVERAGE = .93;
    private static final double NOISE = .05;
    private static final double MONTH = 30;

    private final List<Trials.Cell> cells = new ArrayList<>();

    private ShareTrials() {}

    /** What may have been taken. */
    private enum Taken {
        EVERYTHING("everything"),
        ONE("one segment, all of it"),
        SOME("some segments, all of them"),
        MIXED("of each segment nothing, all or a part"),
        PART("the same part of everything");

        private final String said;

        Taken(String said) {
            this.said = said;
        }

        double[] shares(SplittableRandom random) {
            double[] out = new double[SEGMENTS];
            double part = random.nextDouble();
            int one = random.nextInt(SEGMENTS);
            for (int s = 0; s < SEGMENTS; s++) {
                out[s] = switch (this) {
                    case EVERYTHING -> 1;
                    case ONE -> s == one ? 1 : 0;
                    case SOME -> random.nextInt(2);
                    case MIXED -> random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(2);
                    case PART -> part;
                };
            }
            return out;
        }
    }

    /** A segment's true share, and what was concluded. */
    private record Outcome(double truth, Share share) {
        boolean held() {
            return share.low() <= truth && truth <= share.high();
        }
    }

    /**
     * Runs all cells.
     *
     * @param trials leaks a cell
     * @param seed the same gives the same figures, whatever the number of threads
     */
    public static List<Trials.Cell> run(int trials, long seed) {
        ShareTrials t = new ShareTrials();
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Outcome> all = new ArrayList<>();
        for (Taken taken : Taken.values()) {
            List<Outcome> some = Arrays.stream(seeds.longs(trials).toArray())
                    .parallel()
                    .mapToObj(each -> leak(taken, new SplittableRandom(each)))
                    .toList()
                    .stream()
                    .flatMap(List::stream)
                    .toList();
            t.coverage(taken.said, some);
            all.addAll(some);
        }
        t.coverage("all leaks", all);
        t.coverage("nothing left", all.stream().filter(o -> o.truth == 0).toList());
        t.coverage("all left", all.stream().filter(o -> o.truth == 1).toList());
        t.coverage(
                "a part left",
                all.stream().filter(o -> o.truth > 0 && o.truth < 1).toList());
        return List.copyOf(t.cells);
    }

    private void coverage(String what, List<Outcome> of) {
        double held = of.stream().filter(Outcome::held).count() / (double) of.size();
        cells.add(new Trials.Cell(SECTION, what + ": coverage", held, COVERAGE, true, "share"));
        double width =
                of.stream().mapToDouble(o -> o.share.high() - o.share.low()).sum() / of.size();
        cells.add(new Trials.Cell(SECTION, what + ": width", width, Double.NaN, false, "share"));
    }

    /** Leaked rows are contacted at one rate; on top comes background, which knows no segments. */
    private static List<Outcome> leak(Taken taken, SplittableRandom random) {
        double[] shares = taken.shares(random);
        double q = random.nextBoolean() ? .02 : .10;
        double hazard = -Math.log1p(-q) / MONTH;
        double watched = MONTH * (1 + random.nextInt(6));
        Map<String, Segment> segments = new TreeMap<>();
        List<List<Double>> after = new ArrayList<>();
        int contacts = 0;
        for (int s = 0; s < SEGMENTS; s++) {
            List<Double> own = new ArrayList<>();
            for (int k = 0; k < PLANTED; k++) {
                double at = -Math.log1p(-random.nextDouble()) / hazard;
                if (random.nextDouble() < shares[s] && at < watched) {
                    own.add(at);
                    contacts++;
                }
            }
            after.add(own);
        }
        for (int i = 0; i < contacts; i++) {
            List<Double> any = after.get(random.nextInt(SEGMENTS));
            if (random.nextDouble() < NOISE / (1 - NOISE) && any.size() < PLANTED) {
                any.add(watched * random.nextDouble());
            }
        }
        for (int s = 0; s < SEGMENTS; s++) {
            segments.put("s" + s, new Segment(PLANTED, after.get(s)));
        }
        Map<String, Share> concluded = LeakedShare.of(segments, watched, MASS);
        List<Outcome> out = new ArrayList<>();
        for (int s = 0; s < SEGMENTS; s++) {
            Share share = concluded.get("s" + s);
            if (share != null) {
                out.add(new Outcome(shares[s], share));
            }
        }
        return out;
    }
}
