package io.barium.casework;

import io.barium.model.Standing;
import io.barium.model.TokenRole;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a batch adds to cases, counted so that nobody needs to count the whole case again. */
final class Growth {
    /** Running numbers of one case. */
    static final class OfCase {
        private final Map<Long, TokenRole> tokens = new TreeMap<>();
        private int contacts;
        private int sightings;
        private long lastSeq;
        private Instant lastAt = Instant.EPOCH;

        /** Touched, by id: planted ones by the case's contacts, control ones by anybody. */
        Map<Long, TokenRole> tokens() {
            return tokens;
        }

        /** New ones. */
        int contacts() {
            return contacts;
        }

        /** Rows, additions too. */
        int sightings() {
            return sightings;
        }

        /** The newest row; 0 when there is none. */
        long lastSeq() {
            return lastSeq;
        }

        /** When the newest was received. */
        Instant lastAt() {
            return lastAt;
        }
    }

    private final Map<Long, OfCase> cases = new TreeMap<>();

    /**
     * Counts a batch.
     *
     * @param judged before new ones were put on the open case
     * @param open the open case, which the batch may have opened; {@code null} for none
     */
    Growth(List<JournalRow> rows, List<Sighted> judged, @Nullable OpenCase open) {
        Set<Long> fresh = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Sighted s = judged.get(i);
            if (open != null && s.seq() >= open.firstSeq()) {
                touch(open.id(), s, TokenRole.CONTROL);
            }
            if (s.standing() != Standing.CREDIBLE) {
                continue;
            }
            Long onCase = s.caseId() != null ? s.caseId() : open == null ? null : Long.valueOf(open.id());
            if (onCase == null) {
                throw new IllegalStateException("a credible contact without a case");
            }
            OfCase grown = ofCase(onCase);
            grown.sightings++;
            grown.lastSeq = s.seq();
            grown.lastAt =
                    rows.get(i).receivedAt().isAfter(grown.lastAt) ? rows.get(i).receivedAt() : grown.lastAt;
            if (s.caseId() == null && fresh.add(s.contactSeq())) {
                grown.contacts++;
            }
            touch(onCase, s, TokenRole.PLANTED);
        }
    }

    /** By id of the case. */
    Map<Long, OfCase> cases() {
        return cases;
    }

    private void touch(long caseId, Sighted s, TokenRole role) {
        for (Hit hit : s.hits()) {
            if (hit.role() == role) {
                ofCase(caseId).tokens.put(hit.tokenId(), role);
            }
        }
    }

    private OfCase ofCase(long id) {
        return cases.computeIfAbsent(id, k -> new OfCase());
    }
}
