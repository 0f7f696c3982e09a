package io.barium.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The horizontal axis that pictures share: times in UTC between two edges of the view box.
 *
 * @param from time at the left edge
 * @param until time at the right edge, later than {@code from}
 */
record TimeAxis(Instant from, Instant until, double left, double right) {
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
    private static final int TICKS = 8;
    private static final double LABEL_ROOM = 24;

    /** An axis of at least a day. */
    static TimeAxis of(Instant from, Instant until, double left, double right) {
        Instant least = from.plus(Duration.ofDays(1));
        return new TimeAxis(from, until.isBefore(least) ? least : until, left, right);
    }

    double x(Instant at) {
        double share = (double) Duration.between(from, at).toMillis()
                / Duration.between(from, until).toMillis();
        return left + Math.max(0, Math.min(1, share)) * (right - left);
    }

    double x(LocalDate day) {
        return x(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** How wide a day is. */
    double day() {
        return (right - left) / (Duration.between(from, until).toMillis() / 86_400_000.0);
    }

    /** Draws ticks, their labels and thin lines up from them. */
    void draw(Svg svg, double top, double bottom) {
        svg.line("axis", left, bottom, right, bottom);
        Step step = step();
        for (ZonedDateTime t = step.first(from); !t.toInstant().isAfter(until); t = t.plus(step.size, step.unit)) {
            double x = x(t.toInstant());
            svg.line("grid", x, top, x, bottom);
            svg.line("axis", x, bottom, x, bottom + 4);
            if (x < left + LABEL_ROOM) {
                svg.text("tick", left, bottom + 16, "start", step.label.format(t));
            } else if (x > right - LABEL_ROOM) {
                svg.text("tick", right, bottom + 16, "end", step.label.format(t));
            } else {
                svg.text("tick", x, bottom + 16, "middle", step.label.format(t));
            }
        }
    }

    private Step step() {
        double days = Duration.between(from, until).toMillis() / 86_400_000.0;
        for (int hours : new int[] {6, 12}) {
            if (days * 24 / hours <= TICKS - 2) {
                return new Step(hours, ChronoUnit.HOURS, HOUR);
            }
        }
        for (int size : new int[] {1, 2, 7, 14}) {
            if (days / size <= TICKS) {
                return new Step(size, ChronoUnit.DAYS, DAY);
            }
        }
        for (int size : new int[] {1, 2, 3, 6, 12, 24}) {
            if (days / 30.4 / size <= TICKS) {
                return new Step(size, ChronoUnit.MONTHS, MONTH);
            }
        }
        return new Step(10, ChronoUnit.YEARS, MONTH);
    }

    private record Step(int size, ChronoUnit unit, DateTimeFormatter label) {

        /** The first tick at or after a time. */
        ZonedDateTime first(Instant from) {
            ZonedDateTime begin = from.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
            if (unit == ChronoUnit.MONTHS || unit == ChronoUnit.YEARS) {
                begin = begin.withDayOfMonth(1);
            }
            while (begin.toInstant().isBefore(from)) {
                begin = begin.plus(
                        unit == ChronoUnit.HOURS ? size : 1, unit == ChronoUnit.YEARS ? ChronoUnit.MONTHS : unit);
            }
            return begin;
        }
    }
}
