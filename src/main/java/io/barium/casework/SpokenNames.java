package io.barium.casework;

import io.barium.campaign.Folding;
import io.barium.model.Contact;
import io.barium.persona.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether who rings a line or writes to it names the persona that it stands for. A number tells nothing of a name, and
 * the persona's was drawn by us, so the chance that a name which is said happens to be the persona's is the share that
 * it has among the names that we draw from. Only for locales whose names we draw ourselves.
 */
final class SpokenNames {
    private static final int MOST_TEXT = 4_000;
    /** Words of a given or family name at most. */
    private static final int LONGEST = 3;
    /**
     * A draw is repeated where its address is taken or cannot be written, which makes other names that much likelier.
     */
    private static final double REDRAWN = 2;

    private static final Map<String, Law> LAWS = new ConcurrentHashMap<>();

    private final Map<Long, Persona> byLine = new HashMap<>();

    /** Shares of folded names. */
    private record Law(Map<String, Double> given, Map<String, Double> family) {}

    private record Persona(String locale, Law law, String given, String family) {}

    /** Full names in a text, as the words stand in it. */
    private record Pair(String given, String family) {}

    /**
     * A line and the name that stands in the support database with it.
     *
     * @param token registry id of the line
     */
    record Line(long token, String locale, String given, String family) {}

    /**
     * What was found.
     *
     * @param lines that were reached and whose persona is named
     * @param chance that so many would be by accident
     */
    record Found(List<Long> lines, double chance) {
        static final Found NOTHING = new Found(List.of(), 0);
    }

    SpokenNames(List<Line> lines) {
        for (Line line : lines) {
            Names.of(line.locale())
                    .map(names -> LAWS.computeIfAbsent(line.locale(), l -> law(names)))
                    .ifPresent(law -> byLine.put(
                            line.token(),
                            new Persona(line.locale(), law, folded(line.given()), folded(line.family()))));
        }
    }

    private static Law law(Names names) {
        return new Law(folded(names.givenShares()), folded(names.familyShares()));
    }

    private static Map<String, Double> folded(Map<String, Double> shares) {
        Map<String, Double> out = new LinkedHashMap<>();
        shares.forEach((name, share) -> out.merge(folded(name), share, Double::sum));
        return out;
    }

    private static String folded(String name) {
        return Folding.words(name, 200).strip();
    }

    /** Looks for the personas of the lines that a contact has reached, among all full names in it. */
    Found in(Contact contact, Collection<Long> reached) {
        List<Long> named = new ArrayList<>();
        double chance = 0;
        Map<String, Set<Pair>> said = new HashMap<>();
        for (long id : reached) {
            Persona persona = byLine.get(id);
            if (persona != null) {
                Set<Pair> pairs = said.computeIfAbsent(persona.locale(), l -> pairs(persona.law(), contact.text()));
                for (Pair pair : pairs) {
                    chance += REDRAWN * share(persona.law(), pair);
                }
                if (pairs.contains(new Pair(persona.given(), persona.family()))) {
                    named.add(id);
                }
            }
        }
        return named.isEmpty() && chance == 0 ? Found.NOTHING : new Found(named, chance);
    }

    private static double share(Law law, Pair pair) {
        return law.given().getOrDefault(pair.given(), 0.0) * law.family().getOrDefault(pair.family(), 0.0);
    }

    /** All given names beside a family name, in either order, as the text has them: sums are to have the same bits. */
    private static Set<Pair> pairs(Law law, String text) {
        String[] words = Folding.words(text, MOST_TEXT).strip().split(" ", -1);
        Set<Pair> pairs = new LinkedHashSet<>();
        for (int at = 0; at < words.length; at++) {
            for (String given : names(law.given(), words, at)) {
                int length = length(given);
                names(law.family(), words, at + length).forEach(family -> pairs.add(new Pair(given, family)));
                for (int before = 1; before <= LONGEST; before++) {
                    joined(words, at - before, before)
                            .filter(law.family()::containsKey)
                            .ifPresent(family -> pairs.add(new Pair(given, family)));
                }
            }
        }
        return pairs;
    }

    /** Names of a list that begin at a word. */
    private static List<String> names(Map<String, Double> list, String[] words, int at) {
        List<String> found = new ArrayList<>(1);
        for (int n = 1; n <= LONGEST; n++) {
            joined(words, at, n).filter(list::containsKey).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<String> joined(String[] words, int at, int n) {
        return at < 0 || at + n > words.length
                ? Optional.empty()
                : Optional.of(
                        n == 1 ? words[at] : String.join(" ", List.of(words).subList(at, at + n)));
    }

    private static int length(String name) {
        return (int) name.chars().filter(c -> c == ' ').count() + 1;
    }
}
