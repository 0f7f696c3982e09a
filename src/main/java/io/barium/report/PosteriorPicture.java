package io.barium.report;

import io.barium.inference.Level;
import io.barium.inference.Posterior;
import io.barium.report.CaseReport.Step;
import io.barium.verdict.Numbers;
import io.barium.verdict.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The probability of a leak over time, on an axis of log-odds, on which evidence adds up; with a line for each level.
 */
public final class PosteriorPicture {
    private static final double WIDTH = 760;
    private static final double HEIGHT = 270;
    private static final double LEFT = 58;
    private static final double RIGHT = WIDTH - 128;
    private static final double TOP = 14;
    private static final double BOTTOM = HEIGHT - 30;
    private static final double[] TICKS = {.0001, .001, .01, .1, .5, .9, .99, .999, .9999};
    private static final double MOST = .9999;
    private static final List<Level> LEVELS = List.of(Level.WATCH, Level.SUSPECTED, Level.CONFIRMED);

    private final double low;
    private final double high;

    private PosteriorPicture(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** Draws; a history of one verdict is a dot. */
    public static String of(CaseReport report) {
        Verdict verdict = report.verdict();
        double prior = verdict.strength().prior();
        List<Step> steps = report.history().isEmpty() ? List.of(step(verdict)) : report.history();
        double least = steps.stream().mapToDouble(Step::posterior).min().orElse(prior);
        double most = steps.stream().mapToDouble(Step::posterior).max().orElse(prior);
        double low = tickBelow(Math.min(least, prior));
        double high = tickAbove(Math.max(most, Posterior.of(prior, Math.log(Level.CONFIRMED.least()))));
        return new PosteriorPicture(logOdds(low), logOdds(high)).draw(report, steps, prior, low, high);
    }

    private static Step step(Verdict v) {
        return new Step(
                v.basis().seq(),
                v.basis().at(),
                v.level(),
                v.strength().logE(),
                v.strength().posterior());
    }

    private String draw(CaseReport report, List<Step> steps, double prior, double low, double high) {
        Step last = steps.get(steps.size() - 1);
        Instant from = steps.get(0).at();
        Instant until = last.at();
        Duration pad = Duration.between(from, until).dividedBy(25).plus(Duration.ofHours(6));
        TimeAxis time = TimeAxis.of(from.minus(pad), until.plus(pad), LEFT, RIGHT);
        Svg svg = new Svg(
                "posterior",
                WIDTH,
                HEIGHT,
                "Probability of a leak over time",
                "From " + Numbers.day(from) + " to " + Numbers.day(until) + ". It stands at "
                        + Numbers.probability(last.posterior()) + "; the prior is " + Numbers.probability(prior)
                        + ". Lines mark the levels.");
        time.draw(svg, TOP, BOTTOM);
        svg.line("axis", LEFT, TOP, LEFT, BOTTOM);
        for (double tick : TICKS) {
            if (tick >= low && tick <= high) {
                svg.line("grid", LEFT, y(tick), RIGHT, y(tick));
                svg.text("tick", LEFT - 6, y(tick) + 4, "end", tick(tick));
            }
        }
        for (Level level : LEVELS) {
            double at = Posterior.of(prior, Math.log(level.least()));
            svg.line("level " + level.name().toLowerCase(Locale.ROOT), LEFT, y(at), RIGHT, y(at));
            svg.text("label strong", RIGHT + 6, y(at) + 1, "start", level.name());
            svg.text("label", RIGHT + 6, y(at) + 13, "start", "E " + Numbers.count(Math.round(level.least())));
        }
        svg.line("prior", LEFT, y(prior), RIGHT, y(prior));
        svg.text("label", RIGHT + 6, y(prior) + 4, "start", "prior " + Numbers.probability(prior));
        curve(svg, time, steps, prior);
        for (Step rise : report.rises()) {
            svg.circle("rise", time.x(rise.at()), y(rise.posterior()), 4.5);
        }
        if (steps.size() == 1) {
            svg.circle("rise", time.x(last.at()), y(last.posterior()), 4.5);
        }
        return svg.done();
    }

    /** Steps, since nothing is learned between contacts; from the prior to the newest contact. */
    private void curve(Svg svg, TimeAxis time, List<Step> steps, double prior) {
        StringBuilder data = new StringBuilder("M" + Svg.number(LEFT) + " " + Svg.number(y(prior)));
        for (Step step : steps) {
            data.append('H').append(Svg.number(time.x(step.at())));
            data.append('V').append(Svg.number(y(step.posterior())));
        }
        svg.path("curve", data.toString());
    }

    private double y(double p) {
        double share = (logOdds(p) - low) / (high - low);
        return BOTTOM - Math.max(0, Math.min(1, share)) * (BOTTOM - TOP);
    }

    private static double logOdds(double p) {
        double bounded = Math.max(TICKS[0], Math.min(MOST, p));
        return Math.log(bounded / (1 - bounded));
    }

    private static double tickBelow(double p) {
        double found = TICKS[0];
        for (double tick : TICKS) {
            found = tick <= p * .7 ? tick : found;
        }
        return Math.min(found, .01);
    }

    private static double tickAbove(double p) {
        for (double tick : TICKS) {
            if (tick > p) {
                return Math.max(tick, .99);
            }
        }
        return MOST;
    }

    private static String tick(double p) {
        return BigDecimal.valueOf(p).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }
}
