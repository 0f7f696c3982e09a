package io.barium.report;

import io.barium.verdict.Numbers;
import io.barium.verdict.Verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The leak window: how probable each day is, what is ruled out, the 95 % interval and the snapshots. */
public final class WindowPicture {
    private static final double WIDTH = 760;
    private static final double LEFT = 8;
    private static final double RIGHT = WIDTH - 8;
    private static final double TOP = 62;
    private static final double BOTTOM = 200;
    private static final double INTERVAL = 24;
    private static final double LABEL_ROOM = 62;
    private static final double MASS = .99;

    private final Svg svg;
    private final TimeAxis time;
    private final Window window;

    private WindowPicture(Svg svg, TimeAxis time, Window window) {
        this.svg = svg;
        this.time = time;
        this.window = window;
    }

    /** Draws. */
    public static String of(Window window) {
        Instant from = min(shown(window));
        Instant until = max(shown(window));
        Duration pad = Duration.between(from, until).dividedBy(12).plus(Duration.ofDays(1));
        TimeAxis time = TimeAxis.of(from.minus(pad), until.plus(pad), LEFT, RIGHT);
        Svg svg = new Svg(
                "window",
                WIDTH,
                BOTTOM + 24,
                "When the data was taken",
                "Probability by day. Likeliest " + Numbers.day(window.likeliest()) + ", 95 % between "
                        + Numbers.day(window.from()) + " and " + Numbers.day(window.until()) + ".");
        svg.hatch("out", "hatch soft", 6, true);
        WindowPicture picture = new WindowPicture(svg, time, window);
        if (!window.contradicting()) {
            picture.ruledOut();
        }
        time.draw(svg, TOP, BOTTOM);
        picture.days();
        picture.interval();
        picture.bounds();
        picture.snapshots();
        return svg.done();
    }

    /** What has to be in the picture: the days that hold nearly all probability, bounds, interval and snapshots. */
    private static List<Instant> shown(Window window) {
        List<Instant> shown = new ArrayList<>(window.snapshots());
        shown.add(window.from());
        shown.add(window.until());
        shown.add(window.latest());
        Instant earliest = window.earliest();
        if (earliest != null && Duration.between(earliest, window.from()).abs().toDays() < 400) {
            shown.add(earliest);
        }
        double left = (1 - MASS) / 2;
        double sum = 0;
        for (int i = 0; i < window.probability().size(); i++) {
            double before = sum;
            sum += window.probability().get(i);
            if (sum > left && before < 1 - left) {
                shown.add(day(window, i));
            }
        }
        return shown;
    }

    private void ruledOut() {
        Instant earliest = window.earliest();
        if (earliest != null) {
            svg.hatched("out", LEFT, TOP, time.x(earliest) - LEFT, BOTTOM - TOP);
        }
        double x = time.x(window.latest());
        svg.hatched("out", x, TOP, RIGHT - x, BOTTOM - TOP);
    }

    private void days() {
        double most = window.probability().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double width = Math.max(.8, time.day() - (time.day() > 5 ? 1 : 0));
        for (int i = 0; i < window.probability().size(); i++) {
            double height = window.probability().get(i) / Math.max(most, Double.MIN_NORMAL) * (BOTTOM - TOP - 4);
            Instant day = day(window, i);
            boolean in = !day.isBefore(time.from()) && !day.isAfter(time.until());
            if (in && height >= .3) {
                svg.rect(
                        inside(day) ? "bar inside" : "bar outside",
                        time.x(day) - width / 2,
                        BOTTOM - height,
                        width,
                        height);
            }
        }
    }

    private boolean inside(Instant day) {
        return !day.isBefore(window.from()) && !day.isAfter(window.until());
    }

    private void interval() {
        double from = time.x(window.from());
        double until = time.x(window.until());
        svg.line("interval", from, INTERVAL, until, INTERVAL);
        svg.line("interval", from, INTERVAL - 5, from, INTERVAL + 5);
        svg.line("interval", until, INTERVAL - 5, until, INTERVAL + 5);
        double middle = Math.max(LEFT + 70, Math.min(RIGHT - 70, (from + until) / 2));
        svg.text("label strong", middle, INTERVAL - 8, "middle", "95 % of the probability");
        double x = time.x(window.likeliest());
        svg.path("tip", "M" + Svg.number(x) + " " + Svg.number(TOP - 1) + "l-5 -8h10z");
    }

    /**
     * Each is named on the side that it rules out; bounds that contradict each other face away from each other, too.
     */
    private void bounds() {
        Instant earliest = window.earliest();
        boolean crossed = earliest != null && earliest.isAfter(window.latest());
        if (earliest != null) {
            bound(earliest, "not before", crossed);
        }
        bound(window.latest(), "not after", !crossed);
    }

    private void bound(Instant at, String what, boolean right) {
        double x = time.x(at);
        boolean fits = right ? RIGHT - x > LABEL_ROOM : x - LEFT > LABEL_ROOM;
        boolean onTheRight = right == fits;
        svg.line("bound", x, TOP - 4, x, BOTTOM);
        svg.text("label", onTheRight ? x + 5 : x - 5, TOP + 10, onTheRight ? "start" : "end", what);
    }

    private void snapshots() {
        int number = 1;
        for (Instant snapshot : window.snapshots()) {
            double x = time.x(snapshot);
            double middle = Math.max(LEFT + LABEL_ROOM / 2, Math.min(RIGHT - LABEL_ROOM / 2, x));
            svg.line("snapshot", x, TOP - 8, x, BOTTOM);
            svg.text("label strong", middle, TOP - 13, "middle", "snapshot " + number++);
        }
    }

    private static Instant day(Window window, int i) {
        return window.firstDay().plus(Duration.ofDays(i));
    }

    private static Instant min(List<Instant> times) {
        return times.stream().min(Instant::compareTo).orElseThrow();
    }

    private static Instant max(List<Instant> times) {
        return times.stream().max(Instant::compareTo).orElseThrow();
    }
}
