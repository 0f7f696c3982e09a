package io.barium.replay;

import io.barium.replay.Trials.Cell;
import io.barium.replay.WorldSettings.Leak;
import io.barium.replay.WorldSettings.Noise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same in worlds that are not what was assumed; figures without targets. */
public final class RobustnessTrials {
    private static final String SECTION = "robustness";
    private static final int CANARIES = 500;
    private static final double FIVE_TIMES = 5;
    private static final double WRONG = .2;
    private static final double QUARTER_YEAR = 91;

    private RobustnessTrials() {}

    /** Runs so many years without a leak and so many leaks a cell. */
    public static List<Cell> run(int years, int leaks, long seed) {
        List<Cell> cells = new ArrayList<>(alarms(years, seed));
        cells.addAll(power(leaks, seed + 100));
        return cells;
    }

    private static List<Cell> alarms(int years, long seed) {
        Map<String, Noise> noises = new LinkedHashMap<>();
        noises.put("background five times as dense", Noise.USUAL.times(FIVE_TIMES));
        noises.put("controls called a fifth less than planted lines", Noise.USUAL.callingControls(.8));
        noises.put("controls called a quarter more", Noise.USUAL.callingControls(1.25));
        noises.put("a mailing hits all planted addresses", Noise.USUAL.mailingOn(200));
        noises.put("a fifth clustered wrong", Noise.USUAL.misclustering(WRONG));
        List<Cell> cells = new ArrayList<>();
        noises.forEach((what, noise) -> {
            WorldSettings settings = WorldSettings.quiet(CANARIES).with(noise);
            double[] most = EvidenceTrials.courses(settings, Watch.NU, years, seed + cells.size()).stream()
                    .mapToDouble(Watch.Course::most)
                    .toArray();
            String row = "K=500, years of quiet, " + what + ": ";
            cells.add(told(row + "E >= 100", EvidenceTrials.over(most, EvidenceTrials.SUSPECTED), ""));
            cells.add(told(row + "E >= 1000", EvidenceTrials.over(most, EvidenceTrials.CONFIRMED), ""));
        });
        return cells;
    }

    private static List<Cell> power(int leaks, long seed) {
        Leak leak = Leak.all(.02);
        Noise usual = Noise.USUAL;
        List<Cell> cells = new ArrayList<>();
        add(cells, "background five times as dense", leak, usual.times(FIVE_TIMES), Watch.NU, leaks, seed);
        add(cells, "controls called a quarter more", leak, usual.callingControls(1.25), Watch.NU, leaks, seed);
        add(cells, "a fifth clustered wrong", leak, usual.misclustering(WRONG), Watch.NU, leaks, seed);
        add(cells, "the actor goes in number order", leak.dialledInOrder(), usual, Watch.NU, leaks, seed);
        add(cells, "sold twice, three months between", leak.resold(QUARTER_YEAR), usual, Watch.NU, leaks, seed);
        add(cells, "stray bound twice too high", leak, usual, 2 * Watch.NU, leaks, seed);
        return cells;
    }

    private static void add(List<Cell> cells, String what, Leak leak, Noise noise, double nu, int leaks, long seed) {
        WorldSettings settings =
                WorldSettings.leaking(CANARIES, leak, EvidenceTrials.AFTER).with(noise);
        double[] delays = EvidenceTrials.delays(settings, nu, leaks, seed + cells.size());
        String row = "K=500, all rows, 2 % in 30 d, " + what + ": ";
        cells.add(told(row + "median to E >= 1000", EvidenceTrials.median(delays), "d"));
        cells.add(told(row + "within 30 d", EvidenceTrials.within(delays, 30), ""));
        cells.add(told(row + "within 120 d", EvidenceTrials.within(delays, EvidenceTrials.AFTER), ""));
    }

    private static Cell told(String what, double measured, String unit) {
        return new Cell(SECTION, what, measured, Double.NaN, true, unit);
    }
}
