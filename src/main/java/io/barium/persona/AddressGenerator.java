package io.barium.persona;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Makes addresses as {@link PersonaMinter} does, from what is nobody's personal data: names by their frequency in the
 * country, and how often customers make an address of a name in which way. The same random numbers make the same
 * addresses. Not for several threads.
 */
public final class AddressGenerator {
    /** RFC 5321 section 4.5.3.1.1. */
    static final int LONGEST_LOCAL_PART = 64;

    private static final int ATTEMPTS = 200;

    private final Names names;
    private final Weighted<LocalPart> localParts;
    private final boolean umlauts;
    /** Names come up again and again, and folding one takes longer than all the rest. */
    private final Map<String, String> folded = new HashMap<>();

    private AddressGenerator(Names names, Weighted<LocalPart> localParts, boolean umlauts) {
        this.names = names;
        this.localParts = localParts;
        this.umlauts = umlauts;
    }

    /**
     * A generator.
     *
     * @param locale of the names, as the table writes locales
     * @param patterns of {@link LocalPart}, with weights above 0
     * @return empty where the locale's names are not known or there is no pattern
     */
    public static Optional<AddressGenerator> of(String locale, Map<String, Double> patterns) {
        if (patterns.isEmpty()) {
            return Optional.empty();
        }
        Weighted.Builder<LocalPart> weighted = new Weighted.Builder<>();
        new TreeMap<>(patterns).forEach((pattern, weight) -> weighted.add(new LocalPart(pattern), weight));
        return Names.of(locale).map(names -> new AddressGenerator(names, weighted.build(), umlauts(locale)));
    }

    /** What stands before the at-sign of one address, lower-case. */
    public String localPart(RandomGenerator random) {
        for (int i = 0; i < ATTEMPTS; i++) {
            PersonName name = names.draw(random);
            String given = folded(name.given());
            String family = folded(name.family());
            String local = localParts.draw(random).fill(given, family, random);
            if (!given.isEmpty() && !family.isEmpty() && local.length() <= LONGEST_LOCAL_PART) {
                return local;
            }
        }
        throw new IllegalStateException("these patterns make no local part that is short enough");
    }

    private String folded(String name) {
        return folded.computeIfAbsent(name, n -> Ascii.fold(n, umlauts));
    }

    /** Whether people of a locale write ä as ae. */
    static boolean umlauts(String locale) {
        return locale.startsWith("de");
    }

    /** Whether anything is left of both names in an address. */
    static boolean isWritable(PersonName name, boolean umlauts) {
        return !Ascii.fold(name.given(), umlauts).isEmpty()
                && !Ascii.fold(name.family(), umlauts).isEmpty();
    }
}
