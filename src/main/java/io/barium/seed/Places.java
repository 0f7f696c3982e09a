package io.barium.seed;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.barium.persona.SeedData;
import io.barium.persona.Weighted;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Where people of a locale live. */
final class Places {
    private static final String POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ";

    private final String locale;
    private final Weighted<City> cities;
    private final Weighted<String> streets;

    private record City(String name, List<String> postcodes, List<String> phones) {}

    /**
     * An address.
     *
     * @param phones patterns of national numbers there, {@code #} for a digit; may be empty
     */
    record Place(String street, String city, String postcode, List<String> phones) {}

    Places(String locale) {
        this.locale = locale;
        Weighted.Builder<City> table = new Weighted.Builder<>();
        for (NamedCsvRecord r : SeedData.csv("places/" + locale + ".csv")) {
            table.add(
                    new City(r.getField("city"), split(r.getField("postcodes")), split(r.getField("phones"))),
                    Double.parseDouble(r.getField("weight")));
        }
        cities = table.build();
        streets = SeedData.weighted("streets/" + locale + ".csv", "name");
    }

    Place draw(RandomGenerator random) {
        City city = cities.draw(random);
        String postcode = city.postcodes.get(random.nextInt(city.postcodes.size()));
        return new Place(street(random), city.name, filled(postcode, random), city.phones);
    }

    private String street(RandomGenerator random) {
        String name = streets.draw(random);
        // low numbers are in every street, high ones in few
        double log = random.nextDouble() * Math.log(locale.equals("en_US") ? 12_000 : 180);
        int number = Math.max(1, (int) Math.exp(log));
        String flat = random.nextInt(9) == 0 ? flat(random) : "";
        return switch (locale) {
            case "de_DE" -> name + " " + number + (random.nextInt(8) == 0 ? "a" : "");
            case "fr_FR" -> number + (random.nextInt(14) == 0 ? " bis" : "") + " " + name;
            case "en_GB" -> (flat.isEmpty() ? "" : "Flat " + (1 + random.nextInt(30)) + ", ") + number + " " + name;
            default -> number + " " + name + flat;
        };
    }

    private static String flat(RandomGenerator random) {
        String kind = List.of(" Apt ", " #", " Unit ", " Apt. ").get(random.nextInt(4));
        return kind + (random.nextBoolean() ? "" + (1 + random.nextInt(40)) : "" + (char) ('A' + random.nextInt(8)));
    }

    /** {@code #} becomes a digit, {@code @} a letter. */
    static String filled(String pattern, RandomGenerator random) {
        StringBuilder out = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            out.append(
                    switch (c) {
                        case '#' -> (char) ('0' + random.nextInt(10));
                        case '@' -> POSTCODE_LETTERS.charAt(random.nextInt(POSTCODE_LETTERS.length()));
                        default -> c;
                    });
        }
        return out.toString();
    }

    private static List<String> split(String field) {
        return Stream.of(field.split("\\|")).filter(s -> !s.isEmpty()).toList();
    }
}
