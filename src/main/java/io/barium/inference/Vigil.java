package io.barium.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A watch without an end. Each year of 52 weekly starts has evidence of its own, which lives on for another year, as a
 * leak may be used late; the strongest counts. So the false-alarm bound of a level holds for each year begun, and so
 * does the prior. Beside it run weekly Shiryaev-Roberts sums, which no year ends.
 *
 * <p>Plans are known when a year begins. What is planted later counts from the next year on, or from the replay by
 * which the caller takes it up at once. Not for several threads.
 */
public final class Vigil {
    private static final int WEEKS = 52;
    private static final double WEEK = 7;
    private static final double YEAR = WEEKS * WEEK;

    private final double begin;
    private List<Laid> plans;
    private final List<Year> years = new ArrayList<>();
    private int weeks;
    private ShiryaevRoberts byLabels = ShiryaevRoberts.BEGIN;
    private ShiryaevRoberts guarded = ShiryaevRoberts.BEGIN;

    private record Year(int number, Evidence evidence) {}

    /** A plan with the grid that all years have which begin by it; it is the larger part of what a watch keeps. */
    private record Laid(
            String name,
            Grid grid,
            Map<String, Double> marks,
            @Nullable Double nu) {
        static List<Laid> out(List<ChannelPlan> plans) {
            return plans.stream()
                    .map(p -> new Laid(p.name(), p.grid(List.of()), p.marks(), p.nu()))
                    .toList();
        }
    }

    /**
     * What a watch has come to know.
     *
     * @param years that live, oldest first
     * @param weeks that have ended
     * @param byLabels Shiryaev-Roberts sum of the evidence by labels
     * @param guarded the same of that beside the guards
     */
    public record State(List<OfYear> years, int weeks, ShiryaevRoberts byLabels, ShiryaevRoberts guarded) {
        /**
         * A year's evidence.
         *
         * @param number of the year, from 0
         */
        public record OfYear(int number, Evidence.State evidence) {}
    }

    /**
     * A watch that begins.
     *
     * @param begin first start, in days; nothing before it is explained
     */
    public Vigil(double begin, List<ChannelPlan> plans) {
        this.begin = begin;
        this.plans = Laid.out(plans);
        years.add(new Year(0, fresh(0)));
    }

    /**
     * A watch that goes on from what another one with the same begin had come to know.
     *
     * @param plansByYear those with which each living year began, in the order of the state
     * @throws IllegalArgumentException when the plans are not those of the state
     */
    public Vigil(double begin, List<List<ChannelPlan>> plansByYear, State state) {
        if (plansByYear.size() != state.years().size() || plansByYear.isEmpty()) {
            throw new IllegalArgumentException("plans of " + plansByYear.size() + " years, but "
                    + state.years().size() + " are in the state");
        }
        this.begin = begin;
        this.plans = List.of();
        for (int i = 0; i < plansByYear.size(); i++) {
            this.plans = Laid.out(plansByYear.get(i));
            State.OfYear year = state.years().get(i);
            years.add(new Year(year.number(), fresh(year.number()).restore(year.evidence())));
        }
        this.weeks = state.weeks();
        this.byLabels = state.byLabels();
        this.guarded = state.guarded();
    }

    /** What it has come to know. */
    public State state() {
        List<State.OfYear> states = new ArrayList<>();
        years.forEach(y -> states.add(new State.OfYear(y.number, y.evidence.state())));
        return new State(states, weeks, byLabels, guarded);
    }

    /** Plans for the years that begin from now on. */
    public void plan(List<ChannelPlan> next) {
        plans = Laid.out(next);
    }

    /**
     * Lets time pass: weeks end, years begin and end. To be called before anything of that time is taken; what comes
     * late is taken all the same.
     *
     * @param now in days
     */
    public void advance(double now) {
        while (begin + (weeks + 1) * WEEK <= now) {
            double end = begin + (weeks + 1) * WEEK;
            byLabels = byLabels.week(logSum(Evidence::logByLabels));
            guarded = guarded.week(logSum(e -> e.logGuarded(end, 1)));
            weeks++;
            if (weeks % WEEKS == 0) {
                turn(weeks / WEEKS, end);
            }
        }
    }

    /** The sums go on with another set of years, so they are told what that set is worth at this moment. */
    private void turn(int number, double end) {
        Evidence next = fresh(number);
        years.forEach(y -> next.after(y.evidence));
        years.removeIf(y -> y.number < number - 1);
        years.add(new Year(number, next));
        byLabels = byLabels.with(logSum(Evidence::logByLabels));
        guarded = guarded.with(logSum(e -> e.logGuarded(end, 1)));
    }

    /** Takes what a campaign reached; see {@link Evidence#take}. */
    public boolean take(String channel, String mark, Cluster cluster) {
        boolean changed = false;
        for (Year year : years) {
            changed |= year.evidence.take(channel, mark, cluster);
        }
        return changed;
    }

    /** A contact was searched for conclusive content; see {@link Evidence#searched}. */
    public void searched(double at, double chance) {
        years.forEach(y -> y.evidence.searched(at, chance));
    }

    /** Conclusive content was found; see {@link Evidence#quoted}. */
    public boolean quoted(double at, String token) {
        boolean first = false;
        for (Year year : years) {
            first |= year.evidence.quoted(at, token);
        }
        return first;
    }

    /** A campaign of which nothing more is expected. */
    public void close(String campaign) {
        years.forEach(y -> y.evidence.close(campaign));
    }

    /** Logarithm of E at a time: that of the strongest year. */
    public double logE(double now) {
        return years.stream().mapToDouble(y -> y.evidence.logE(now)).max().orElse(0);
    }

    /** Logarithm of the weekly sum at a time, the smaller one of both kinds of evidence. */
    public double logSum(double now) {
        return Math.min(
                byLabels.logSum(logSum(Evidence::logByLabels)), guarded.logSum(logSum(e -> e.logGuarded(now, 1))));
    }

    /** The living years' evidence, oldest first. */
    public List<Evidence> years() {
        return years.stream().map(Year::evidence).toList();
    }

    private double logSum(ToDoubleFunction<Evidence> log) {
        return LogSum.of(
                years.stream().mapToDouble(y -> log.applyAsDouble(y.evidence)).toArray());
    }

    private Evidence fresh(int number) {
        List<Double> starts = new ArrayList<>();
        for (int w = 0; w < WEEKS; w++) {
            starts.add(begin + number * YEAR + w * WEEK);
        }
        Evidence evidence = new Evidence(plans.get(0).grid().on(starts));
        plans.forEach(p -> evidence.channel(p.name(), p.grid().on(starts), p.marks(), p.nu()));
        return evidence;
    }
}
