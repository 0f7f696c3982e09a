package io.barium.replay;

import io.barium.replay.Insider.Conclusion;
import io.barium.replay.Insider.Office;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;

/**
 * How often the true origin is found and an innocent accused, beside the guilt model and the plain count of matches.
 */
public final class OriginTrials {
    private static final String SECTION = "origin";
    private static final Office GOOD = new Office(0, 0, false);

    private final int trials;
    private final SplittableRandom seeds;
    private final List<Trials.Cell> cells = new ArrayList<>();

    private OriginTrials(int trials, long seed) {
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
        OriginTrials t = new OriginTrials(trials, seed);
        t.good();
        t.robust("10 % missing from the log", new Office(.10, 0, false));
        t.robust("5 % wrong in the log", new Office(0, .05, false));
        t.robust("10 % missing, 5 % wrong", new Office(.10, .05, false));
        t.robust("accesses over a year, day concluded", new Office(0, 0, true));
        return List.copyOf(t.cells);
    }

    /** What is concluded from leaks in one office. */
    private record Outcome(
            Conclusion three, Conclusion four, Conclusion queue, List<Conclusion> unlisted, boolean pair) {
        static Outcome of(long seed) {
            Insider office = new Insider(GOOD, seed);
            return new Outcome(
                    office.listed(3),
                    office.listed(4),
                    office.wholeQueue(4),
                    List.of(office.unlisted(3), office.unlisted(4), office.unlisted(8)),
                    office.pair(8));
        }
    }

    private void good() {
        List<Outcome> all = outcomes(Outcome::of);
        double guilt = mean(all, o -> o.three.guilt());
        double count = mean(all, o -> o.three.count());
        double first = mean(all, o -> is(o.three.first()));
        least("true origin first of the listed, 3 hits", mean(all, o -> is(o.three.listed())), .93);
        least("true origin first of the listed, 4 hits", mean(all, o -> is(o.four.listed())), .96);
        least("true origin first, ahead of unknown too, 3 hits", first, .93);
        least("true origin first, ahead of unknown too, 4 hits", mean(all, o -> is(o.four.first())), .96);
        least("true origin above .95, 4 hits", mean(all, o -> is(o.four.sure())), .80);
        told("guilt model, 3 hits", guilt);
        told("guilt model, 4 hits", mean(all, o -> o.four.guilt()));
        told("most matches, 3 hits", count);
        told("most matches, 4 hits", mean(all, o -> o.four.count()));
        least("ahead of the guilt model by, 3 hits, unknown included", first - guilt, .10);
        least("ahead of most matches by, 3 hits, unknown included", first - count, .10);
        told("true agent may be named, 4 hits", mean(all, o -> is(o.four.named())));
        told("queue first of the listed, 4 hits", mean(all, o -> is(o.queue.listed())));
        told("colluders first among pairs, 8 hits", mean(all, o -> is(o.pair)));
        for (int i = 0; i < 3; i++) {
            int at = i;
            most(
                    "innocent above .95, somebody not listed, "
                            + List.of(3, 4, 8).get(i) + " hits",
                    mean(all, o -> is(o.unlisted.get(at).innocent())));
        }
        most("innocent above .95, a queue, 4 hits", mean(all, o -> is(o.queue.innocent())));
        most("innocent above .95, another agent, 4 hits", mean(all, o -> is(o.four.innocent())));
        most(
                "innocent may be named, somebody not listed, 8 hits",
                mean(all, o -> is(o.unlisted.get(2).accused())));
    }

    /** The same in an office whose log or whose day of the leak is less well known. */
    private void robust(String how, Office office) {
        List<List<Conclusion>> all = outcomes(seed -> {
            Insider world = new Insider(office, seed);
            return List.of(world.listed(4), world.unlisted(4));
        });
        told(how + ": first of the listed, 4 hits", mean(all, o -> is(o.get(0).listed())));
        told(how + ": ahead of unknown too, 4 hits", mean(all, o -> is(o.get(0).first())));
        told(how + ": guilt model, 4 hits", mean(all, o -> o.get(0).guilt()));
        most(
                how + ": innocent above .95, somebody not listed, 4 hits",
                mean(all, o -> is(o.get(1).innocent())));
    }

    private <T> List<T> outcomes(LongFunction<T> world) {
        long[] each = seeds.longs(trials).toArray();
        return Arrays.stream(each).parallel().mapToObj(world).toList();
    }

    private static <T> double mean(List<T> of, ToDoubleFunction<T> what) {
        return of.stream().mapToDouble(what).sum() / of.size();
    }

    private static double is(boolean it) {
        return it ? 1 : 0;
    }

    private void least(String what, double measured, double target) {
        cells.add(new Trials.Cell(SECTION, what, measured, target, true, "share"));
    }

    private void most(String what, double measured) {
        cells.add(new Trials.Cell(SECTION, what, measured, .01, false, "share"));
    }

    private void told(String what, double measured) {
        cells.add(new Trials.Cell(SECTION, what, measured, Double.NaN, true, "share"));
    }
}
