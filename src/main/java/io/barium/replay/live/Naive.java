package io.barium.replay.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What simpler rules would have said of the same contacts: any contact with a planted record is a leak; three distinct
 * planted records within a month are; whoever looked at most of the records that were contacted did it.
 */
public final class Naive {
    /** How far apart the first and the last of distinct records may be. */
    public static final Duration MONTH = Duration.ofDays(30);

    private static final int DISTINCT = 3;

    private final Deque<Contact> recent = new ArrayDeque<>();
    private final Map<String, Instant> first = new LinkedHashMap<>();
    private long contacts;
    private @Nullable Instant anyHit;
    private @Nullable Instant threeDistinct;

    private record Contact(Instant at, String row) {}

    /**
     * Whom counting accuses.
     *
     * @param who those who share the first place, in order of their names; empty when nobody looked at any
     * @param matched contacted records that each of them had looked at before
     * @param of contacted records in all
     */
    public record Accused(List<String> who, int matched, int of) {}

    /**
     * A contact with a planted record, not before the one taken before it.
     *
     * @param row key of the record
     */
    public void take(Instant at, String row) {
        contacts++;
        first.putIfAbsent(row, at);
        if (anyHit == null) {
            anyHit = at;
        }
        recent.addLast(new Contact(at, row));
        while (recent.getFirst().at().plus(MONTH).isBefore(at)) {
            recent.removeFirst();
        }
        if (threeDistinct == null) {
            Set<String> rows = new HashSet<>();
            recent.forEach(c -> rows.add(c.row()));
            if (rows.size() >= DISTINCT) {
                threeDistinct = at;
            }
        }
    }

    /** When the first rule cries wolf; {@code null} while it has not. */
    public @Nullable Instant anyHit() {
        return anyHit;
    }

    /** When the second one does. */
    public @Nullable Instant threeDistinct() {
        return threeDistinct;
    }

    /** Contacts taken; each is an alarm under the first rule. */
    public long contacts() {
        return contacts;
    }

    /** Records that were contacted, with the time of the first contact each. */
    public Map<String, Instant> hits() {
        return Map.copyOf(first);
    }

    /**
     * Counts matched hits.
     *
     * @param accesses when each person first looked at which record, by person
     */
    public Accused mostHits(Map<String, Map<String, Instant>> accesses) {
        int most = 0;
        List<String> who = new ArrayList<>();
        for (Map.Entry<String, Map<String, Instant>> person : new TreeMap<>(accesses).entrySet()) {
            int matched = 0;
            for (Map.Entry<String, Instant> hit : first.entrySet()) {
                Instant looked = person.getValue().get(hit.getKey());
                if (looked != null && looked.isBefore(hit.getValue())) {
                    matched++;
                }
            }
            if (matched > most) {
                most = matched;
                who.clear();
            }
            if (matched > 0 && matched == most) {
                who.add(person.getKey());
            }
        }
        return new Accused(List.copyOf(who), most, first.size());
    }
}
