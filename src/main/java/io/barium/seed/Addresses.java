package io.barium.seed;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.barium.persona.Ascii;
import io.barium.persona.LocalPart;
import io.barium.persona.PersonName;
import io.barium.persona.SeedData;
import io.barium.persona.Weighted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Mail addresses that fit their owners, each once. All domains end in {@code .example} and reach nobody. */
final class Addresses {
    private final Map<String, Weighted<String>> patterns = tables("local-parts.csv", "segment", "pattern");
    private final Map<String, Weighted<String>> providers = tables("mail-providers.csv", "locale", "domain");
    private final Map<String, List<String>> nicknames = new HashMap<>();
    private final Weighted<String> words = SeedData.weighted("words.csv", "word");
    private final Weighted<String> trades = SeedData.weighted("trades.csv", "trade");
    private final Set<String> taken = new HashSet<>();

    Addresses() {
        for (NamedCsvRecord r : SeedData.csv("nicknames.csv")) {
            nicknames.put(r.getField("name"), List.of(r.getField("nicknames").split("\\|")));
        }
    }

    String draw(PersonName name, String locale, String segment, String city, RandomGenerator random) {
        String domain = domain(name, locale, segment, city, random);
        // small firms and many offices use a private mailbox, and then a private kind of address
        String style = domain.contains("-") || !providerOf(locale, domain) ? segment : "home";
        while (true) {
            String local = local(table(patterns, style).draw(random), name, locale, random);
            String address = local + "@" + domain;
            if (!local.isEmpty() && taken.add(address.toLowerCase(Locale.ROOT))) {
                return random.nextInt(60) == 0
                        ? address.substring(0, 1).toUpperCase(Locale.ROOT) + address.substring(1)
                        : address;
            }
        }
    }

    private String local(String pattern, PersonName name, String locale, RandomGenerator random) {
        List<String> nicks = nicknames.get(name.given());
        String nick = nicks == null
                ? Ascii.fold(name.given(), locale.startsWith("de"))
                : nicks.get(random.nextInt(nicks.size()));
        String named = pattern.replace("{nick}", nick).replace("{word}", words.draw(random));
        boolean umlauts = locale.startsWith("de") && random.nextInt(10) < 9;
        return new LocalPart(named).fit(name, umlauts, random);
    }

    private String domain(PersonName name, String locale, String segment, String city, RandomGenerator random) {
        String provider = table(providers, locale).draw(random);
        String family = Ascii.fold(name.family(), locale.startsWith("de"));
        return switch (segment) {
            case "business" -> random.nextInt(100) < 28 ? provider : company(family, random);
            case "government" -> random.nextInt(100) < 6 ? provider : office(locale, city, random);
            default -> random.nextInt(100) < 4 ? family + number(random) + ".example" : provider;
        };
    }

    private String company(String family, RandomGenerator random) {
        String trade = trades.draw(random);
        String other = words.draw(random);
        return switch (random.nextInt(5)) {
                    case 0 -> family + "-" + trade;
                    case 1 -> other + trade;
                    case 2 -> other + "-" + trade + number(random);
                    case 3 -> family + trade + number(random);
                    default -> family + "and" + other;
                }
                + ".example";
    }

    private static String office(String locale, String city, RandomGenerator random) {
        String place = Ascii.fold(city, true);
        boolean second = random.nextInt(3) == 0;
        return switch (locale) {
                    case "de_DE" -> second ? "landkreis-" + place : "stadt-" + place;
                    case "fr_FR" -> second ? "agglo-" + place : "mairie-" + place;
                    case "en_GB" -> second ? place + "-nhs" : place + "-council";
                    default -> second ? place + "-schools" : "cityof-" + place;
                }
                + ".example";
    }

    private static String number(RandomGenerator random) {
        return random.nextInt(3) == 0 ? Integer.toString(1 + random.nextInt(99)) : "";
    }

    private boolean providerOf(String locale, String domain) {
        return table(providers, locale).values().contains(domain);
    }

    private static Weighted<String> table(Map<String, Weighted<String>> tables, String key) {
        Weighted<String> found = tables.get(key);
        if (found == null) {
            throw new IllegalStateException("seed-data has nothing for " + key);
        }
        return found;
    }

    private static Map<String, Weighted<String>> tables(String file, String key, String value) {
        Map<String, Weighted.Builder<String>> building = new HashMap<>();
        SeedData.csv(file)
                .forEach(r -> building.computeIfAbsent(r.getField(key), k -> new Weighted.Builder<>())
                        .add(r.getField(value), Double.parseDouble(r.getField("weight"))));
        Map<String, Weighted<String>> tables = new HashMap<>();
        building.forEach((k, table) -> tables.put(k, table.build()));
        return tables;
    }
}
