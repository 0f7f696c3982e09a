package io.barium.persona;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How somebody makes the local part of an address from the own name: {@code {given}.{family}}, {@code {g}{family}{yy}}
 * and the like. Learnt from one customer's address, it makes another customer's.
 *
 * @param pattern literal text with {@code {given} {family} {g} {f}} for name and initial, {@code {yyyy} {yy}} for a
 *     year of birth, {@code {n}} for one to three digits and {@code {n4}} for so many
 */
public record LocalPart(String pattern) {
    private static final Pattern RUN = Pattern.compile("[a-z]+|[0-9]+|[^a-z0-9]+");

    /** The pattern behind an address; empty when the name does not explain it. */
    public static Optional<LocalPart> learn(String given, String family, String localPart) {
        for (boolean umlauts : new boolean[] {true, false}) {
            String g = Ascii.fold(given, umlauts);
            String f = Ascii.fold(family, umlauts);
            if (g.isEmpty() || f.isEmpty()) {
                return Optional.empty();
            }
            String pattern = explain(g, f, localPart.toLowerCase(Locale.ROOT));
            if (pattern != null) {
                return Optional.of(new LocalPart(pattern));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String explain(String given, String family, String localPart) {
        StringBuilder out = new StringBuilder();
        boolean named = false;
        Matcher runs = RUN.matcher(localPart);
        while (runs.find()) {
            String run = runs.group();
            if (Character.isDigit(run.charAt(0))) {
                out.append(digits(run));
            } else if (run.charAt(0) >= 'a' && run.charAt(0) <= 'z') {
                String letters = letters(given, family, run);
                if (letters == null) {
                    return null;
                }
                named |= letters.length() > "{g}".length();
                out.append(letters);
            } else if (run.matches("[._-]+")) {
                out.append(run);
            } else {
                return null;
            }
        }
        return named ? out.toString() : null;
    }

    private static @Nullable String letters(String given, String family, String run) {
        String g = given.substring(0, 1);
        String f = family.substring(0, 1);
        String[][] known = {
            {given, "{given}"}, {family, "{family}"},
            {given + family, "{given}{family}"}, {family + given, "{family}{given}"},
            {g + family, "{g}{family}"}, {family + g, "{family}{g}"},
            {given + f, "{given}{f}"}, {f + given, "{f}{given}"},
            {g, "{g}"}, {f, "{f}"}
        };
        for (String[] k : known) {
            if (run.equals(k[0])) {
                return k[1];
            }
        }
        return null;
    }

    private static String digits(String run) {
        if (run.length() == 4 && (run.startsWith("19") || run.startsWith("20"))) {
            return "{yyyy}";
        }
        return run.length() == 2 ? "{yy}" : "{n" + run.length() + "}";
    }

    /**
     * A local part for a name.
     *
     * @param umlauts whether the name's ä becomes ae
     */
    public String fit(PersonName name, boolean umlauts, RandomGenerator random) {
        return fill(Ascii.fold(name.given(), umlauts), Ascii.fold(name.family(), umlauts), random);
    }

    /** A local part for a name that is folded already. */
    String fill(String given, String family, RandomGenerator random) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int slot = pattern.indexOf('{'); slot >= 0; slot = pattern.indexOf('{', at)) {
            int end = pattern.indexOf('}', slot);
            out.append(pattern, at, slot);
            fill(out, pattern.substring(slot + 1, end), given, family, random);
            at = end + 1;
        }
        return out.append(pattern, at, pattern.length()).toString();
    }

    private static void fill(StringBuilder out, String slot, String given, String family, RandomGenerator random) {
        switch (slot) {
            case "given" -> out.append(given);
            case "family" -> out.append(family);
            case "g" -> out.append(given, 0, Math.min(1, given.length()));
            case "f" -> out.append(family, 0, Math.min(1, family.length()));
            case "yyyy" -> out.append(birthYear(random));
            case "yy" -> {
                int year = birthYear(random) % 100;
                out.append(year / 10).append(year % 10);
            }
            case "n" -> number(out, 1 + Math.min(2, (int) (random.nextDouble() * random.nextDouble() * 5)), random);
            default -> number(out, Integer.parseInt(slot.substring(1)), random);
        }
    }

    /** Adults of today, few of them very old. */
    private static int birthYear(RandomGenerator random) {
        return 2006 - (int) (72 * StrictMath.pow(random.nextDouble(), 1.3));
    }

    private static void number(StringBuilder out, int length, RandomGenerator random) {
        for (int i = 0; i < length; i++) {
            out.append((char) ('0' + (i == 0 ? 1 + random.nextInt(9) : random.nextInt(10))));
        }
    }
}
