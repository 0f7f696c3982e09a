package io.barium.verdict;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them, rounded to what they are good for. */
public final class Numbers {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final double LARGEST_ODDS = 1e6;

    private Numbers() {}

    /** A count, such as {@code 12,400}. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** A count with its noun, such as {@code 1 contact} and {@code 3 contacts}. */
    public static String count(long n, String one, String many) {
        return count(n) + " " + (n == 1 ? one : many);
    }

    /** A count that is only estimated, to two digits. */
    public static String about(double n) {
        return count(rounded(n));
    }

    /** The same of a part, which never is more than the whole. */
    public static String about(double n, long whole) {
        return count(Math.min(rounded(n), whole));
    }

    private static long rounded(double n) {
        if (n < 100) {
            return Math.round(n);
        }
        double unit = Math.pow(10, Math.floor(Math.log10(n)) - 1);
        return Math.round(Math.round(n / unit) * unit);
    }

    /** A share of something that can be all or nothing of it, such as {@code 41 %}. */
    public static String share(double p) {
        return p <= 0 ? "0 %" : p >= 1 ? "100 %" : probability(p);
    }

    /** A probability; never 0 and never 100 %, whatever the rounding. */
    public static String probability(double p) {
        if (Double.isNaN(p)) {
            return "unknown";
        }
        if (p < .001) {
            return "less than 0.1 %";
        }
        if (p > .999) {
            return "more than 99.9 %";
        }
        boolean extreme = p < .0995 || p > .99;
        String digits = String.format(Locale.ROOT, extreme ? "%.1f" : "%.0f", 100 * p);
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits) + " %";
    }

    /**
     * What E says, as the odds of chance against a leak: {@code 1 to 1,200}, and {@code 3 to 1} where it favours
     * chance.
     */
    public static String odds(double logE) {
        if (Double.isNaN(logE)) {
            return "unknown";
        }
        double n = Math.exp(Math.abs(logE));
        String large = n > LARGEST_ODDS
                ? "more than 1,000,000"
                : n < 9.95 ? String.format(Locale.ROOT, "%.1f", n).replace(".0", "") : about(n);
        return logE < 0 ? large + " to 1" : "1 to " + large;
    }

    /** E itself, for those who compare: {@code 10^6.3}. */
    public static String power(double logE) {
        return "10^" + String.format(Locale.ROOT, "%.1f", logE / Math.log(10));
    }

    /** A day in UTC, such as {@code 3 August 2026}. */
    public static String day(Instant at) {
        return DAY.format(at);
    }

    /** A time in UTC, to the minute. */
    public static String time(Instant at) {
        return TIME.format(at);
    }
}
