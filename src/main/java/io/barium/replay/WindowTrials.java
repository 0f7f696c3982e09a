package io.barium.replay;

import io.barium.inference.Hit;
import io.barium.inference.LeakWindow;
import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * How wide leak windows are, how often they hold the day of the leak, and how often a second snapshot is seen where
 * there is one, or is not. Rolling values are replaced after 30 days, a cohort of personas each week; accumulating ones
 * are planted each week and stay.
 */
public final class WindowTrials {
    private static final String SECTION = "window";
    private static final double MASS = .95;
    private static final double COVERAGE = .93;
    private static final double NOISE = .05;
    private static final double YEAR = 365;
    private static final int LIFE = 30;
    private static final int WEEK = 7;
    private static final int PERSONAS = 200;

    private static final List<Integer> HITS = List.of(1, 2, 3, 5, 10);
    /** Widths to reach with rolling values, in days. */
    private static final List<Double> WIDTHS = List.of(28.0, 15.0, 13.0, 8.0, 7.0);
    /** Days from the first snapshot to the second. */
    private static final double APART = 90;

    private final int trials;
    private final SplittableRandom seeds;
    private final List<Trials.Cell> cells = new ArrayList<>();

    private WindowTrials(int trials, long seed) {
        this.trials = trials;
        this.seeds = new SplittableRandom(seed);
    }

    /**
     * Runs all cells.
     *
     * @param trials leaks a cell
     * @param seed the same gives the same figures, whatever the number of threads
     */
    public static List<Trials.Cell> run(int trials, long seed) {
        WindowTrials t = new WindowTrials(trials, seed);
        for (int i = 0; i < HITS.size(); i++) {
            t.window("rolling", true, HITS.get(i), 0, WIDTHS.get(i), COVERAGE);
        }
        for (int hits : HITS) {
            t.window("accumulating", false, hits, 0, Double.NaN, COVERAGE);
        }
        t.window("rolling, unused for up to 120 days", true, 5, 120, Double.NaN, Double.NaN);
        t.window("accumulating, unused for up to 120 days", false, 5, 120, Double.NaN, Double.NaN);
        t.second();
        return List.copyOf(t.cells);
    }

    private void window(String how, boolean rolling, int hits, double unused, double width, double coverage) {
        double[][] all = Arrays.stream(seeds.longs(trials).toArray())
                .parallel()
                .mapToObj(seed -> interval(new Campaign(rolling, seed), hits, unused))
                .toArray(double[][]::new);
        String what = how + ", " + hits + (hits == 1 ? " hit" : " hits");
        double mean = Arrays.stream(all).mapToDouble(x -> x[1]).sum() / trials;
        cells.add(new Trials.Cell(SECTION, what + ": width", mean, width, false, "days"));
        double in = Arrays.stream(all).mapToDouble(x -> x[0]).sum() / trials;
        cells.add(new Trials.Cell(SECTION, what + ": coverage", in, coverage, true, "share"));
    }

    /** Whether the interval holds the leak, and its width. */
    private static double[] interval(Campaign campaign, int hits, double unused) {
        double leak = campaign.day();
        LeakWindow window = LeakWindow.of(campaign.hits(hits, leak, leak, unused), campaign.planted);
        double[] ends = window.interval(MASS);
        return new double[] {ends[0] <= leak && leak <= ends[1] ? 1 : 0, ends[1] - ends[0]};
    }

    private void second() {
        for (int hits : new int[] {5, 10, 20}) {
            told("two snapshots " + (int) APART + " days apart, said", hits, said(hits, APART), Double.NaN);
            told("one snapshot, two said", hits, said(hits, 0), .05);
        }
        for (int hits : new int[] {5, 10, 20}) {
            told("day of either snapshot within 15 days, where said", hits, near(hits), Double.NaN);
        }
    }

    private void told(String what, int hits, double measured, double most) {
        String name = String.format(Locale.ROOT, "%s, %d hits", what, hits);
        cells.add(new Trials.Cell(SECTION, name, measured, most, false, "share"));
    }

    private double said(int hits, double apart) {
        return Arrays.stream(seeds.longs(trials).toArray())
                        .parallel()
                        .filter(seed -> two(new Campaign(true, seed), hits, apart)[0] > 0)
                        .count()
                / (double) trials;
    }

    private double near(int hits) {
        double[][] all = Arrays.stream(seeds.longs(trials).toArray())
                .parallel()
                .mapToObj(seed -> two(new Campaign(true, seed), hits, APART))
                .filter(x -> x[0] > 0)
                .toArray(double[][]::new);
        return all.length == 0 ? 0 : Arrays.stream(all).mapToDouble(x -> x[1]).sum() / all.length;
    }

    /** Whether two snapshots are said, and whether both days are about right. */
    private static double[] two(Campaign campaign, int hits, double apart) {
        double leak = campaign.day();
        double[] pair = LeakWindow.of(campaign.hits(hits, leak, leak + apart, 0), campaign.planted)
                .pair();
        if (pair == null) {
            return new double[] {0, 0};
        }
        boolean right = Math.abs(pair[0] - leak) < LIFE / 2.0 && Math.abs(pair[1] - leak - apart) < LIFE / 2.0;
        return new double[] {1, right ? 1 : 0};
    }

    /** Plantings over two years, and who works through what he took. */
    private static final class Campaign {
        final Map<String, Presence> planted = new HashMap<>();
        private final SplittableRandom random;
        /** Mean days from one contact to the next: 200 rows of which 2 to 20 % are contacted in 30 days. */
        private final double pace;

        Campaign(boolean rolling, long seed) {
            this.random = new SplittableRandom(seed);
            double q = .02 * Math.pow(10, random.nextDouble());
            this.pace = 1 / (PERSONAS * -Math.log1p(-q) / LIFE);
            double phase = WEEK * random.nextDouble();
            if (rolling) {
                int cohorts = (LIFE + WEEK - 1) / WEEK;
                for (int p = 0; p < PERSONAS; p++) {
                    double from = phase + p % cohorts * WEEK - LIFE;
                    for (int v = 0; from < 2 * YEAR; v++, from += LIFE) {
                        planted.put(p + "/" + v, new Presence(from, from + LIFE));
                    }
                }
            } else {
                int cohorts = (int) (2 * YEAR / WEEK);
                for (int p = 0; p < 2 * PERSONAS; p++) {
                    planted.put(p + "", new Presence(phase + p % cohorts * WEEK, Double.POSITIVE_INFINITY));
                }
            }
        }

        double day() {
            return YEAR * (.5 + random.nextDouble());
        }

        /** Contacts after the later snapshot from either; background reaches whatever was planted by then. */
        List<Hit> hits(int n, double leak, double second, double unused) {
            List<String> left = new ArrayList<>(standing(leak));
            left.addAll(second > leak ? standing(second) : Set.of());
            Set<String> reached = new TreeSet<>();
            List<Hit> out = new ArrayList<>();
            double at = second + unused * random.nextDouble();
            while (out.size() < n) {
                at -= pace * Math.log1p(-random.nextDouble());
                List<String> from = random.nextDouble() < NOISE ? known(at) : left;
                String token = from.get(random.nextInt(from.size()));
                if (reached.add(token)) {
                    out.add(new Hit(token, at));
                }
            }
            return out;
        }

        private Set<String> standing(double day) {
            Set<String> out = new TreeSet<>();
            planted.forEach((t, p) -> {
                if (p.from() <= day && day < p.until()) {
                    out.add(t);
                }
            });
            return out;
        }

        private List<String> known(double day) {
            return planted.entrySet().stream()
                    .filter(e -> e.getValue().from() <= day)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        }
    }
}
