package io.barium.verdict;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of journal sequences, which lie side by side: a bit each instead of an object. */
final class SeqSet {
    private static final int BITS = 16;

    private final Map<Long, BitSet> pages = new HashMap<>();
    private int size;

    void add(long seq) {
        BitSet page = pages.computeIfAbsent(seq >>> BITS, p -> new BitSet());
        int at = (int) (seq & ((1 << BITS) - 1));
        if (!page.get(at)) {
            page.set(at);
            size++;
        }
    }

    int size() {
        return size;
    }
}
