package io.barium.report;

import io.barium.inference.OriginKind;
import io.barium.model.TokenRole;
import io.barium.report.Timeline.Access;
import io.barium.report.Timeline.Count;
import io.barium.report.Timeline.Touch;
import io.barium.verdict.Numbers;
import io.barium.verdict.Verdict;
import io.barium.verdict.Verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plantings, accesses and contacts in three lanes under one another, with the leak window across them. */
public final class TimelinePicture {
    private static final double WIDTH = 760;
    private static final double LEFT = 8;
    private static final double RIGHT = WIDTH - 8;
    private static final double LANE = 58;
    private static final double GAP = 30;
    private static final double FIRST = 26;
    private static final double BOTTOM = FIRST + 3 * LANE + 2 * GAP;
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final double LEAST_BAR = 3;

    private final Svg svg;
    private final TimeAxis time;
    private final int bin;

    private TimelinePicture(Svg svg, TimeAxis time) {
        this.svg = svg;
        this.time = time;
        this.bin = (int) Math.max(1, Math.ceil(LEAST_BAR / time.day()));
    }

    /** Draws; lanes without anything stay empty. */
    public static String of(CaseReport report) {
        Timeline line = report.timeline();
        Instant until = report.verdict().basis().at().plus(Duration.ofDays(1));
        TimeAxis time = TimeAxis.of(begin(report, until), until, LEFT, RIGHT);
        Svg svg = new Svg(
                "timeline",
                WIDTH,
                BOTTOM + 24,
                "What happened when",
                "Three lanes over time: " + total(line.plantings()) + " plantings, "
                        + total(line.accesses().stream()
                                .map(a -> new Count(a.day(), a.count()))
                                .toList())
                        + " accesses to records that were reached, " + total(line.contacts()) + " contacts.");
        TimelinePicture picture = new TimelinePicture(svg, time);
        svg.hatch("soft", "hatch soft", 7, true).hatch("dense", "hatch", 4, false);
        picture.window(report.verdict());
        time.draw(svg, FIRST, BOTTOM);
        picture.plantings(line.plantings());
        picture.accesses(line.accesses());
        picture.contacts(line);
        return svg.done();
    }

    private static Instant begin(CaseReport report, Instant until) {
        Window window = report.verdict().window();
        Timeline line = report.timeline();
        Stream<LocalDate> days = Stream.of(
                        line.plantings().stream().map(Count::day),
                        line.accesses().stream().map(Access::day),
                        line.contacts().stream().map(Count::day),
                        Stream.ofNullable(window).map(w -> day(w.from())))
                .flatMap(s -> s);
        Instant first = days.min(LocalDate::compareTo)
                .map(d -> d.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(until.minus(Duration.ofDays(30)));
        Instant bound = until.minus(LONGEST);
        return first.isBefore(bound) ? bound : first;
    }

    private void window(Verdict verdict) {
        Window window = verdict.window();
        if (window != null) {
            double from = time.x(window.from());
            double width = Math.max(2, time.x(window.until()) - from);
            svg.rect("band", from, FIRST - 8, width, BOTTOM - FIRST + 8);
            svg.hatched("soft", from, FIRST - 8, width, BOTTOM - FIRST + 8);
        }
    }

    private void plantings(List<Count> plantings) {
        LocalDate edge = day(time.from());
        long earlier = plantings.stream()
                .filter(c -> c.day().isBefore(edge))
                .mapToLong(Count::count)
                .sum();
        SortedMap<LocalDate, Long> bins =
                bins(plantings.stream().filter(c -> !c.day().isBefore(edge)));
        String more = earlier == 0 ? "" : ", and " + Numbers.count(earlier) + " before";
        title(0, "Planted records", most(bins) + more);
        bars(0, bins, new TreeMap<>(), highest(bins), "bar planted", null);
    }

    private void accesses(List<Access> accesses) {
        SortedMap<LocalDate, Long> people = of(accesses, k -> k == OriginKind.AGENT || k == OriginKind.PAIR);
        SortedMap<LocalDate, Long> files = of(accesses, k -> k == OriginKind.EXPORT || k == OriginKind.INTEGRATION);
        SortedMap<LocalDate, Long> rest = of(
                accesses,
                k -> k != OriginKind.AGENT
                        && k != OriginKind.PAIR
                        && k != OriginKind.EXPORT
                        && k != OriginKind.INTEGRATION);
        SortedMap<LocalDate, Long> all = sum(sum(people, files), rest);
        title(1, "Accesses to records that were reached later", most(all));
        long most = highest(all);
        bars(1, people, new TreeMap<>(), most, "bar people", null);
        bars(1, rest, people, most, "bar rest", "dense");
        bars(1, files, sum(people, rest), most, "bar files", null);
    }

    private void contacts(Timeline line) {
        SortedMap<LocalDate, Long> bins = bins(line.contacts().stream());
        title(2, "Contacts", most(bins));
        bars(2, bins, new TreeMap<>(), Math.round(highest(bins) * 1.4), "bar contact", null);
        double y = top(2) + 7;
        for (Touch touch : line.touches()) {
            Marks.draw(svg, touch, time.x(touch.at()), touch.role() == TokenRole.CONTROL ? y + 14 : y);
        }
    }

    private void title(int lane, String title, String most) {
        svg.text("lane", LEFT, top(lane) - 8, "start", title);
        svg.text("label", RIGHT, top(lane) - 8, "end", most);
        svg.line("axis", LEFT, top(lane) + LANE, RIGHT, top(lane) + LANE);
    }

    private void bars(
            int lane,
            SortedMap<LocalDate, Long> bins,
            SortedMap<LocalDate, Long> below,
            long most,
            String kind,
            @Nullable String hatch) {
        double width = Math.max(LEAST_BAR, time.day() * bin) - (time.day() * bin > 5 ? 1 : .4);
        double unit = (LANE - 4) / Math.max(1, most);
        double base = top(lane) + LANE;
        bins.forEach((day, count) -> {
            double foot = base - below.getOrDefault(day, 0L) * unit;
            double height = Math.max(1, count * unit);
            svg.rect(kind, time.x(day), foot - height, width, height);
            if (hatch != null) {
                svg.hatched(hatch, time.x(day), foot - height, width, height);
            }
        });
    }

    private SortedMap<LocalDate, Long> of(List<Access> accesses, Predicate<OriginKind> kind) {
        return bins(accesses.stream().filter(a -> kind.test(a.kind())).map(a -> new Count(a.day(), a.count())));
    }

    private SortedMap<LocalDate, Long> bins(Stream<Count> counts) {
        LocalDate zero = day(time.from());
        SortedMap<LocalDate, Long> bins = new TreeMap<>();
        counts.filter(c -> !c.day().isBefore(zero)).forEach(c -> {
            long number = (c.day().toEpochDay() - zero.toEpochDay()) / bin;
            bins.merge(zero.plusDays(number * bin), c.count(), Long::sum);
        });
        return bins;
    }

    private static SortedMap<LocalDate, Long> sum(SortedMap<LocalDate, Long> a, SortedMap<LocalDate, Long> b) {
        SortedMap<LocalDate, Long> sum = new TreeMap<>(a);
        b.forEach((day, count) -> sum.merge(day, count, Long::sum));
        return sum;
    }

    private String most(SortedMap<LocalDate, Long> bins) {
        String span = bin == 1 ? "a day" : "in " + bin + " days";
        return bins.isEmpty() ? "none" : "at most " + Numbers.count(highest(bins)) + " " + span;
    }

    private static long highest(SortedMap<LocalDate, Long> bins) {
        return bins.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static String total(List<Count> counts) {
        return Numbers.count(counts.stream().mapToLong(Count::count).sum());
    }

    private static double top(int lane) {
        return FIRST + lane * (LANE + GAP);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
