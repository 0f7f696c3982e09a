package io.barium.bench;

import io.barium.inference.Cluster;
import io.barium.inference.Evidence;
import io.barium.inference.EvidenceProcess;
import io.barium.inference.Grid;
import io.barium.inference.Origin;
import io.barium.inference.Origin.Presence;
import io.barium.replay.Trials.Cell;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How long the evidence takes at 300 origins, 60 starts and 5 bets, in time of the processor: it runs in one thread and
 * waits for nothing, and what else runs on the machine is none of its business.
 */
final class VerdictSpeed {
    private static final String SECTION = "speed";
    private static final int ORIGINS = 300;
    private static final int STARTS = 60;
    private static final int TOKENS = 2_000;
    private static final int BLOCK = 50;
    private static final double WEEK = 7;
    private static final int CLUSTERS = 300;
    private static final int CONTACTS = 100_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SplittableRandom random;
    private final Grid grid;

    VerdictSpeed(long seed) {
        this.random = new SplittableRandom(seed);
        this.grid = grid();
    }

    List<Cell> run() {
        return List.of(
                new Cell(SECTION, "a cluster at 300 origins x 60 starts x 5 bets, median", cluster(), 10, false, "ms"),
                new Cell(SECTION, "a journal of 100,000 contacts at that size", journal(), 30, false, "s"));
    }

    /** A campaign's two first contacts and the evidence after them. */
    private double cluster() {
        EvidenceProcess process = new EvidenceProcess(grid);
        double[] nanos = new double[CLUSTERS];
        for (int c = 0; c < CLUSTERS; c++) {
            Cluster cluster = new Cluster("c" + c, WEEK * STARTS + 1, List.of(token(), token()));
            long before = THREADS.getCurrentThreadCpuTime();
            process.take(cluster);
            process.logE();
            nanos[c] = THREADS.getCurrentThreadCpuTime() - before;
        }
        Arrays.sort(nanos);
        return nanos[CLUSTERS / 2] / 1e6;
    }

    /** Mostly contacts that nobody waits for: to tokens that were reached before, or to nobody. */
    private double journal() {
        Evidence evidence = new Evidence(grid).channel("phone", grid, List.of("any", "brand"), null);
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < CONTACTS; i++) {
            double at = WEEK * STARTS * i / CONTACTS;
            String to = random.nextInt(10) < 3 ? token() : "nobody" + random.nextInt(CONTACTS);
            Cluster contact = new Cluster("c" + i, at, List.of(to));
            evidence.searched(at, 1e-9);
            boolean changed = evidence.take("phone", "any", contact);
            changed |= random.nextInt(10) == 0 && evidence.take("phone", "brand", contact);
            if (changed) {
                evidence.logE(at);
            }
            evidence.close("c" + i);
        }
        return (THREADS.getCurrentThreadCpuTime() - before) / 1e9;
    }

    private Grid grid() {
        Map<String, String> strata = new TreeMap<>();
        for (int i = 0; i < TOKENS; i++) {
            strata.put(token(i), "b" + i / BLOCK);
        }
        List<Origin> origins = new ArrayList<>();
        for (int a = 0; a < ORIGINS; a++) {
            Map<String, Presence> members = new TreeMap<>();
            for (String token : strata.keySet()) {
                if (random.nextInt(20) == 0) {
                    members.put(token, new Presence(random.nextInt(STARTS) * WEEK / 2, Double.POSITIVE_INFINITY));
                }
            }
            origins.add(new Origin("o" + a, 1.0 / ORIGINS, members));
        }
        List<Double> starts = new ArrayList<>();
        for (int s = 0; s < STARTS; s++) {
            starts.add(WEEK * s);
        }
        return Grid.of(strata, origins, starts);
    }

    private String token() {
        return token(random.nextInt(TOKENS));
    }

    private static String token(int i) {
        return "t" + (10_000 + i);
    }
}
