package io.barium.report;

/** A share between nothing and all as a small bar for a table's cell: the interval, and the likeliest value in it. */
public final class IntervalBar {
    private static final double WIDTH = 200;
    private static final double HEIGHT = 18;
    private static final double INSET = 5;
    private static final double MIDDLE = HEIGHT / 2;

    private IntervalBar() {}

    /** An interval with its likeliest value; all from 0 to 1. */
    public static String of(double low, double likeliest, double high) {
        Svg svg = track();
        svg.rect("range", x(low), MIDDLE - 3.5, Math.max(1.5, x(high) - x(low)), 7);
        svg.line("end", x(low), MIDDLE - 6, x(low), MIDDLE + 6).line("end", x(high), MIDDLE - 6, x(high), MIDDLE + 6);
        return svg.circle("value", x(likeliest), MIDDLE, 4).done();
    }

    /** An upper bound: nothing is known but that it is not more. */
    public static String upTo(double high) {
        Svg svg = track();
        svg.rect("possible", x(0), MIDDLE - 3.5, Math.max(1.5, x(high) - x(0)), 7);
        return svg.line("end", x(high), MIDDLE - 6, x(high), MIDDLE + 6).done();
    }

    private static Svg track() {
        Svg svg = new Svg("intervalbar", WIDTH, HEIGHT);
        svg.line("track", x(0), MIDDLE, x(1), MIDDLE);
        for (double tick : new double[] {0, .5, 1}) {
            svg.line("track", x(tick), MIDDLE - 4, x(tick), MIDDLE + 4);
        }
        return svg;
    }

    private static double x(double share) {
        return INSET + Math.max(0, Math.min(1, share)) * (WIDTH - 2 * INSET);
    }
}
