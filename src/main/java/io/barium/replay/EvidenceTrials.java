package io.barium.replay;

import io.barium.replay.Trials.Cell;
import io.barium.replay.WorldSettings.Leak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How often there is an alarm without a leak, and how soon there is one with it. */
public final class EvidenceTrials {
    static final double SUSPECTED = Math.log(100);
    static final double CONFIRMED = Math.log(1000);
    /** Days for which a leak is watched. */
    static final int AFTER = 120;

    private static final String ALARMS = "false alarms";
    private static final String POWER = "power";

    private EvidenceTrials() {}

    /** Years without a leak; so many a cell. */
    public static List<Cell> falseAlarms(int years, long seed) {
        List<Cell> cells = new ArrayList<>();
        for (int canaries : List.of(50, 200, 500, 1000)) {
            WorldSettings settings = WorldSettings.quiet(canaries);
            List<Watch.Course> courses = courses(settings, Watch.NU, years, seed + canaries);
            double[] most = courses.stream().mapToDouble(Watch.Course::most).toArray();
            double[] mistaken =
                    courses.stream().mapToDouble(Watch.Course::mostIfMistaken).toArray();
            String k = "K=" + canaries + ", years of quiet: ";
            cells.add(atMost(ALARMS, k + "E >= 100", over(most, SUSPECTED), .01));
            cells.add(atMost(ALARMS, k + "E >= 1000", over(most, CONFIRMED), .002));
            cells.add(atMost(ALARMS, k + "E >= 100, stray bound 3 times too low", over(mistaken, SUSPECTED), .06));
            cells.add(atMost(ALARMS, k + "E >= 1000, stray bound 3 times too low", over(mistaken, CONFIRMED), .015));
        }
        return cells;
    }

    /** Leaks; so many a cell. */
    public static List<Cell> power(int leaks, long seed) {
        double[] slow = delays(500, Leak.all(.02), Watch.NU, leaks, seed + 1);
        double[] quick = delays(200, Leak.all(.1), Watch.NU, leaks, seed + 2);
        double[] part = delays(500, Leak.segment(3, .1), Watch.NU, leaks, seed + 3);
        double[] quoting = delays(500, Leak.all(.02).quoting(.25), Watch.NU, leaks, seed + 4);
        String all = "K=500, all rows, 2 % in 30 d: ";
        return List.of(
                new Cell(POWER, all + "median to E >= 1000", median(slow), 25, false, "d"),
                new Cell(POWER, all + "within 30 d", within(slow, 30), .7, true, ""),
                new Cell(POWER, all + "within 90 d", within(slow, 90), .98, true, ""),
                new Cell(POWER, "K=200, all rows, 10 % in 30 d: median to E >= 1000", median(quick), 10, false, "d"),
                new Cell(
                        POWER, "K=500, one of 10 segments, 10 % in 30 d: within 90 d", within(part, 90), .94, true, ""),
                new Cell(
                        POWER,
                        all + "a quarter quotes a ticket, median to E >= 1000",
                        median(quoting),
                        10,
                        false,
                        "d"));
    }

    /** What was concluded in so many worlds, in the order of their seeds, whatever the number of threads. */
    static List<Watch.Course> courses(WorldSettings settings, double nu, int worlds, long seed) {
        return IntStream.range(0, worlds)
                .parallel()
                .mapToObj(i -> Watch.of(new World(settings, seed(seed, i)), settings, nu))
                .toList();
    }

    /** Days from the leak to E of 1,000 and more, ascending; an alarm before the leak is none of it. */
    static double[] delays(int canaries, Leak leak, double nu, int leaks, long seed) {
        return delays(WorldSettings.leaking(canaries, leak, AFTER), nu, leaks, seed);
    }

    static double[] delays(WorldSettings settings, double nu, int leaks, long seed) {
        return courses(settings, nu, leaks, seed).stream()
                .mapToDouble(course -> course.crossed()[2] - settings.leak().day())
                .map(delay -> delay < 0 ? Double.POSITIVE_INFINITY : delay)
                .sorted()
                .toArray();
    }

    static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    static double within(double[] delays, double days) {
        return share(Arrays.stream(delays).filter(d -> d <= days).count(), delays.length);
    }

    static double over(double[] logs, double least) {
        return share(Arrays.stream(logs).filter(log -> log >= least).count(), logs.length);
    }

    private static double share(long n, int of) {
        return n / (double) of;
    }

    private static Cell atMost(String section, String what, double measured, double target) {
        return new Cell(section, what, measured, target, false, "");
    }

    private static long seed(long seed, int world) {
        return seed * 1_000_003 + world;
    }
}
