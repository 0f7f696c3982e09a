package io.barium.persona;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Street lines that no customer has: the street of one, with the house number of another. */
final class StreetStyle {
    private static final Pattern HOUSE = Pattern.compile("\\d+");
    private static final int ATTEMPTS = 50;

    private StreetStyle() {}

    /** A street line, or {@code null} when the sample has none. */
    @Nullable
    static String draw(List<CustomerRow> rows, RandomGenerator random) {
        String street = some(rows, random);
        String other = some(rows, random);
        if (street == null || other == null) {
            return null;
        }
        var number = HOUSE.matcher(other);
        var old = HOUSE.matcher(street);
        // a street named after a date or a number has several numbers; the house is then hard to tell
        if (!number.find() || old.results().count() != 1) {
            return street;
        }
        int house = Math.max(1, parse(number.group()) + random.nextInt(-3, 4));
        return HOUSE.matcher(street).replaceFirst(Integer.toString(house));
    }

    private static @Nullable String some(List<CustomerRow> rows, RandomGenerator random) {
        for (int i = 0; i < ATTEMPTS; i++) {
            String street = Region.pick(rows, random).street();
            if (!Objects.requireNonNullElse(street, "").isBlank()) {
                return street;
            }
        }
        return null;
    }

    private static int parse(String digits) {
        return digits.length() > 6 ? 1 : Integer.parseInt(digits);
    }
}
