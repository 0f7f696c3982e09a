package io.barium.persona;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Names of a country's people, drawn by how frequent they are. */
public final class Names {
    /** Locales with tables of their own. */
    public static final List<String> LOCALES = List.of("en_US", "en_GB", "de_DE", "fr_FR");

    private static final Map<String, Names> CACHE = new ConcurrentHashMap<>();

    private final Weighted<String> female;
    private final Weighted<String> male;
    private final Weighted<String> family;

    private Names(String locale) {
        female = SeedData.weighted("names/" + locale + "-female.csv", "name");
        male = SeedData.weighted("names/" + locale + "-male.csv", "name");
        family = family(locale);
    }

    /**
     * The names of a locale.
     *
     * @param locale as the table writes it: {@code de_DE}, {@code de-DE} or {@code de}; a language without a country
     *     takes the first locale of that language
     */
    public static Optional<Names> of(String locale) {
        String wanted = locale.strip().replace('-', '_').toLowerCase(Locale.ROOT);
        return LOCALES.stream()
                .filter(l -> wanted.equalsIgnoreCase(l))
                .findFirst()
                .or(() ->
                        LOCALES.stream().filter(l -> l.startsWith(wanted + "_")).findFirst())
                .map(l -> CACHE.computeIfAbsent(l, Names::new));
    }

    /** One person's name. */
    public PersonName draw(RandomGenerator random) {
        String given = (random.nextBoolean() ? female : male).draw(random);
        return new PersonName(given, family.draw(random));
    }

    /** How often a person that is drawn bears a given name, by name. */
    public Map<String, Double> givenShares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        female.shares().forEach((name, share) -> shares.merge(name, share / 2, Double::sum));
        male.shares().forEach((name, share) -> shares.merge(name, share / 2, Double::sum));
        return shares;
    }

    /** How often a person that is drawn bears a family name, by name. */
    public Map<String, Double> familyShares() {
        return family.shares();
    }

    private static Weighted<String> family(String locale) {
        Weighted.Builder<String> table = new Weighted.Builder<>();
        if (!locale.equals("en_US")) {
            for (NamedCsvRecord record : SeedData.csv("names/" + locale + "-family.csv")) {
                table.add(record.getField("name"), Double.parseDouble(record.getField("weight")));
            }
        }
        switch (locale) {
            case "en_US" -> addCensus(table, 1);
            // the British list ends early: half of the people bear rarer names, many of them shared with America
            case "en_GB" -> addCensus(table, table.total() / SurnameLaw.MASS);
            default -> {}
        }
        return table.build();
    }

    private static void addCensus(Weighted.Builder<String> table, double scale) {
        int rank = 0;
        for (String name : censusSurnames()) {
            rank++;
            table.add(SurnameLaw.spelling(name), scale * SurnameLaw.share(rank));
        }
    }

    /** The 10,000 most frequent American surnames, most frequent first, as the library carries them. */
    private static List<String> censusSurnames() {
        String resource = "/com/nulabinc/zxcvbn/matchers/dictionaries/surnames.txt";
        try (InputStream in = com.nulabinc.zxcvbn.Zxcvbn.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("zxcvbn's surnames are not on the class path");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(l -> !l.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
