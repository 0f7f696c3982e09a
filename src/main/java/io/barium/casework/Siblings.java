package io.barium.casework;

import io.barium.casework.StratumFacts.Lot;
import io.barium.model.TokenKeys;
import io.barium.persona.AddressGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The virtual siblings of planted addresses: what the same generator would have made on the same domain, had it been
 * asked a thousand times as often. Who guesses reaches siblings, controls and planted addresses by their share; who
 * knows reaches planted ones. They are drawn anew from the strata's seeds whenever they are needed, and kept as keyed
 * hashes only, eight bytes each. The same facts give the same siblings on every machine, and later lots only add to
 * them. Immutable.
 *
 * <p>A sibling is a draw, not an address: frequent names come up again and again, and come up where a token stands. All
 * draws are kept, because draws alone are exchangeable with tokens. Were each address a sibling once at most, or never
 * where there is a token, then frequent addresses would be planted more often than their share among siblings says, and
 * who tries frequent names first would look like one who knows.
 */
public final class Siblings {
    /** Siblings of each planted address. */
    static final int EACH = 1_000;
    /**
     * Siblings of a stratum at most. Retired personas keep theirs, and what tells guessing from knowing is how many
     * there are to each persona that stands; beyond this bound more of them would only cost memory (800 kB a stratum).
     */
    static final int MOST = 100_000;

    private final SipHash keyed = SipHash.random();
    private final Map<String, List<Drawn>> byDomain = new HashMap<>();

    /** What was drawn for a stratum, in the order of hashes. */
    private record Drawn(String stratum, long[] hashes) {
        int times(long hash) {
            int found = Arrays.binarySearch(hashes, hash);
            if (found < 0) {
                return 0;
            }
            int from = found;
            int to = found;
            while (from > 0 && hashes[from - 1] == hash) {
                from--;
            }
            while (to < hashes.length && hashes[to] == hash) {
                to++;
            }
            return to - from;
        }
    }

    private Siblings() {}

    /**
     * Draws them; half a million take a second or two, so never on an event loop.
     *
     * @param strata those without known names or patterns have no siblings
     */
    public static Siblings of(List<StratumFacts> strata) {
        Siblings all = new Siblings();
        for (StratumFacts s : strata) {
            long[] hashes = all.draw(s);
            if (hashes.length > 0) {
                all.byDomain.computeIfAbsent(s.domain(), d -> new ArrayList<>()).add(new Drawn(s.name(), hashes));
            }
        }
        return all;
    }

    private long[] draw(StratumFacts facts) {
        List<String> drawn = addresses(facts);
        long[] hashes = drawn.stream().mapToLong(this::hash).toArray();
        Arrays.sort(hashes);
        return hashes;
    }

    /** All of them as addresses, for who plays somebody that guesses. */
    public static List<String> addresses(List<StratumFacts> strata) {
        return strata.stream().flatMap(s -> addresses(s).stream()).toList();
    }

    /** Random's algorithm is laid down in its documentation, so its numbers are the same everywhere. */
    private static List<String> addresses(StratumFacts facts) {
        long wanted = facts.lots().stream().mapToLong(Lot::planted).sum() * EACH;
        int most = (int) Math.min(MOST, wanted);
        List<String> drawn = new ArrayList<>(most);
        Random random = new Random(facts.seed());
        for (Lot lot : facts.lots()) {
            Optional<AddressGenerator> generator = AddressGenerator.of(facts.locale(), lot.localParts());
            if (generator.isPresent()) {
                int upTo = (int) Math.min(most, drawn.size() + (long) lot.planted() * EACH);
                while (drawn.size() < upTo) {
                    drawn.add(generator.get().localPart(random) + "@" + facts.domain());
                }
            }
        }
        return drawn;
    }

    /**
     * The siblings that an address is, token or not.
     *
     * @param address as a mail came for it, in any case, with or without a plus-tag
     * @return one entry a draw: address, number sign and number of the draw, to the name of the stratum that it was
     *     drawn for; empty for what was never drawn
     */
    public Map<String, String> at(String address) {
        String key = TokenKeys.mail(address);
        Map<String, String> found = new TreeMap<>();
        for (Drawn drawn : byDomain.getOrDefault(key.substring(key.lastIndexOf('@') + 1), List.of())) {
            for (int times = drawn.times(hash(key)); times > 0; times--) {
                found.put(key + "#" + (found.size() + 1), drawn.stratum());
            }
        }
        return found;
    }

    /** Siblings of each stratum, by its name; strata without any are not there. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        byDomain.values().forEach(d -> d.forEach(s -> counts.put(s.stratum(), s.hashes().length)));
        return counts;
    }

    private long hash(String key) {
        return keyed.of('@', key);
    }
}
