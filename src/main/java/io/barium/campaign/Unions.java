package io.barium.campaign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which campaigns turned out to be one; the oldest gives its number. */
final class Unions {
    private final Map<Long, Long> parents = new HashMap<>();

    /** What a campaign is part of now; itself where it was never absorbed. */
    long root(long campaign) {
        Long parent = parents.get(campaign);
        if (parent == null) {
            return campaign;
        }
        long root = parent;
        for (Long up = parents.get(root); up != null; up = parents.get(root)) {
            root = up;
        }
        long at = campaign;
        while (at != root) {
            Long above = parents.put(at, root);
            at = above == null ? root : above;
        }
        return root;
    }

    /** Makes one root part of an older one. */
    void absorb(long older, long younger) {
        parents.put(younger, older);
    }

    /** The root of each that was absorbed. */
    Map<Long, Long> all() {
        Map<Long, Long> all = new TreeMap<>();
        for (Long absorbed : List.copyOf(parents.keySet())) {
            all.put(absorbed, root(absorbed));
        }
        return all;
    }
}
