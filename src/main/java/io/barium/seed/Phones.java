package io.barium.seed;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.barium.persona.SeedData;
import io.barium.seed.Places.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Phone numbers as people type them. All are from ranges that the countries reserve for fiction, and never one of the
 * sample's own lines.
 */
final class Phones {
    private static final Map<String, String> COUNTRY_CODES =
            Map.of("en_US", "1", "en_GB", "44", "de_DE", "49", "fr_FR", "33");
    private static final Map<String, List<String>> MOBILES = Map.of(
            "en_US", List.of(),
            "en_GB", List.of("7700900###"),
            "de_DE", List.of("17139200##", "176040690##"),
            "fr_FR", List.of("63998####"));

    private final Set<String> ours = new HashSet<>();

    Phones() {
        for (NamedCsvRecord line : SeedData.csv("numbers.csv")) {
            ours.add(line.getField("number"));
        }
    }

    String draw(String locale, Place place, String segment, RandomGenerator random) {
        List<String> mobiles = MOBILES.getOrDefault(locale, List.of());
        boolean mobile = place.phones().isEmpty()
                || (!mobiles.isEmpty() && random.nextInt(100) < (segment.equals("home") ? 55 : 25));
        List<String> patterns = mobile ? mobiles : place.phones();
        String code = COUNTRY_CODES.getOrDefault(locale, "1");
        while (true) {
            String pattern = patterns.get(random.nextInt(patterns.size()));
            String national = Places.filled(pattern, random);
            if (!ours.contains("+" + code + national)) {
                return typed(locale, code, national, mobile, random);
            }
        }
    }

    private static String typed(String locale, String code, String n, boolean mobile, RandomGenerator random) {
        return switch (locale) {
            case "en_US" -> american(n, random);
            case "fr_FR" -> french(n, random);
            case "de_DE" -> european(code, n, mobile ? 3 : germanArea(n), random, "/", "-");
            default -> european(code, n, mobile ? 4 : britishArea(n), random, " ", " ");
        };
    }

    private static String american(String n, RandomGenerator random) {
        String a = n.substring(0, 3);
        String b = n.substring(3, 6);
        String c = n.substring(6);
        int how = random.nextInt(100);
        if (how < 31) {
            return "(" + a + ") " + b + "-" + c;
        }
        if (how < 58) {
            return a + "-" + b + "-" + c;
        }
        if (how < 74) {
            return n;
        }
        if (how < 82) {
            return a + "." + b + "." + c;
        }
        if (how < 88) {
            return a + " " + b + " " + c;
        }
        if (how < 94) {
            return "+1 " + a + "-" + b + "-" + c;
        }
        return how < 97 ? "1-" + a + "-" + b + "-" + c : "+1" + n;
    }

    private static String french(String n, RandomGenerator random) {
        String pairs = n.substring(1).replaceAll("(..)", " $1").strip();
        int how = random.nextInt(100);
        if (how < 45) {
            return "0" + n.charAt(0) + " " + pairs;
        }
        if (how < 70) {
            return "0" + n;
        }
        if (how < 82) {
            return "0" + n.charAt(0) + "." + pairs.replace(' ', '.');
        }
        return how < 94 ? "+33 " + n.charAt(0) + " " + pairs : "+33" + n;
    }

    private static String european(
            String code, String n, int area, RandomGenerator random, String usual, String second) {
        String a = n.substring(0, area);
        String rest = n.substring(area);
        String halves = rest.length() > 6 ? rest.substring(0, 3) + " " + rest.substring(3) : rest;
        int how = random.nextInt(100);
        if (how < 26) {
            return "0" + a + usual + halves.replace(" ", usual.equals(" ") ? " " : "");
        }
        if (how < 48) {
            return "0" + n;
        }
        if (how < 62) {
            return "0" + a + second + rest;
        }
        if (how < 76) {
            return "+" + code + " " + a + " " + halves;
        }
        if (how < 86) {
            return "+" + code + n;
        }
        return how < 93 ? "(0" + a + ") " + rest : "00" + code + " " + a + " " + rest;
    }

    private static int germanArea(String n) {
        return n.startsWith("221") ? 3 : 2;
    }

    private static int britishArea(String n) {
        if (n.startsWith("2")) {
            return 2;
        }
        return n.startsWith("1632") ? 4 : 3;
    }
}
