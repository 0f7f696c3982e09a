package io.barium.campaign;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When somebody works.
 *
 * @param byHour contacts in each hour of the day, UTC; 24 numbers
 * @param byWeekday contacts on each day of the week, UTC, Monday first; 7 numbers
 * @param hint where such a day would be a working day; {@code null} where it shows none. People are called when they
 *     are awake, so it says as much of the victims as of the caller
 */
public record Hours(
        List<Integer> byHour,
        List<Integer> byWeekday,
        @Nullable String hint) {
    private static final int FEWEST_CONTACTS = 10;
    private static final int FEWEST_DAYS = 3;
    private static final int WORKING_DAY = 10;
    private static final int STARTS_AT = 8;
    private static final double MOST_OF_IT = .8;
    /** More time zones than this are none. */
    private static final int WIDEST = 5;

    /** Keeps its own copies. */
    public Hours {
        byHour = List.copyOf(byHour);
        byWeekday = List.copyOf(byWeekday);
    }

    static Hours of(List<Instant> contacts) {
        int[] hours = new int[24];
        int[] days = new int[7];
        Set<LocalDate> dates = new HashSet<>();
        for (Instant contact : contacts) {
            ZonedDateTime at = contact.atZone(ZoneOffset.UTC);
            hours[at.getHour()]++;
            days[at.getDayOfWeek().getValue() - 1]++;
            dates.add(at.toLocalDate());
        }
        boolean enough = contacts.size() >= FEWEST_CONTACTS && dates.size() >= FEWEST_DAYS;
        return new Hours(list(hours), list(days), enough ? hint(hours, contacts.size()) : null);
    }

    /** The ten hours that hold most; several starts hold the same where the work is done in fewer. */
    private static @Nullable String hint(int[] hours, int contacts) {
        int most = 0;
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start < 24; start++) {
            int held = 0;
            for (int i = 0; i < WORKING_DAY; i++) {
                held += hours[(start + i) % 24];
            }
            if (held > most) {
                starts.clear();
            }
            most = Math.max(most, held);
            if (held == most) {
                starts.add(start);
            }
        }
        if (most < MOST_OF_IT * contacts || starts.size() > WIDEST) {
            return null;
        }
        int first = first(starts);
        int last = (first + starts.size() - 1) % 24;
        String zones = zone(last) + (first == last ? "" : " to " + zone(first));
        return String.format(
                Locale.ROOT,
                "%d %% between %02d:00 and %02d:00 UTC: a working day at %s",
                Math.round(100.0 * most / contacts),
                last,
                (first + WORKING_DAY) % 24,
                zones);
    }

    /** Starts lie side by side, perhaps over midnight. */
    private static int first(List<Integer> starts) {
        for (int start : starts) {
            if (!starts.contains((start + 23) % 24)) {
                return start;
            }
        }
        return starts.get(0);
    }

    private static String zone(int start) {
        int offset = Math.floorMod(STARTS_AT - start + 11, 24) - 11;
        return offset == 0 ? "UTC" : String.format(Locale.ROOT, "UTC%+d", offset);
    }

    private static List<Integer> list(int[] counts) {
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return list;
    }
}
