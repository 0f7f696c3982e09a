package io.barium.seed;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

/** The years that the sample covers, and when in them people do things. */
final class History {
    static final LocalDate START = LocalDate.of(2019, 1, 7);
    static final LocalDate END = LocalDate.of(2026, 11, 20);
    private static final long DAYS =
            Duration.between(START.atStartOfDay(), END.atStartOfDay()).toDays();
    /** How much busier the company is at the end than at the start, as a power of e. */
    private static final double GROWTH = 1.4;
    /** Share of what would fall on a weekend and stays there. */
    private static final double WEEKEND = 0.25;

    private History() {}

    /** A moment between the start and the end, more often a late one. */
    static Instant moment(String locale, RandomGenerator random) {
        double u = random.nextDouble();
        double x = Math.log1p(u * Math.expm1(GROWTH)) / GROWTH;
        return onDay(START.plusDays((long) (x * DAYS)), locale, random);
    }

    /** A moment some time later, at an hour when people write; it may lie after the end. */
    static Instant later(Instant from, double meanDays, String locale, RandomGenerator random) {
        double days = -Math.log(1 - random.nextDouble()) * meanDays;
        if (days < 1) {
            return from.plusSeconds(60 + (long) (days * 20_000));
        }
        LocalDate day = from.atOffset(ZoneOffset.UTC).toLocalDate().plusDays((long) Math.min(days, 5_000));
        Instant at = onDay(day, locale, random);
        return at.isAfter(from) ? at : from.plusSeconds(3_600);
    }

    /** Whether the sample knows of it. */
    static boolean covers(Instant at) {
        return at.isBefore(END.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static Instant onDay(LocalDate day, String locale, RandomGenerator random) {
        LocalDate on = day;
        boolean weekend = on.getDayOfWeek() == DayOfWeek.SATURDAY || on.getDayOfWeek() == DayOfWeek.SUNDAY;
        if (weekend && random.nextDouble() > WEEKEND) {
            on = on.minusDays(2);
        }
        double hour = 13.5 + 3.1 * random.nextGaussian();
        int second = (int) (Math.max(0.2, Math.min(23.8, hour)) * 3_600) + random.nextInt(60);
        return on.atTime(LocalTime.ofSecondOfDay(Math.min(86_399, second)))
                .toInstant(ZoneOffset.ofHours(utcOffset(locale)));
    }

    private static int utcOffset(String locale) {
        return switch (locale) {
            case "en_US" -> -6;
            case "en_GB" -> 0;
            default -> 1;
        };
    }
}
