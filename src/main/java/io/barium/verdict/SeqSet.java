package io.barium.verdict;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** A set of journal sequences or registry ids, which lie side by side: a bit each instead of an object. */
final class SeqSet {
    private static final int BITS = 16;

    private final Map<Long, BitSet> pages = new TreeMap<>();
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

    /** In ascending order. */
    LongStream stream() {
        return pages.entrySet().stream()
                .flatMapToLong(page -> page.getValue().stream().mapToLong(at -> (page.getKey() << BITS) + at));
    }
}
