package io.barium.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbers by journal sequence, 16 bytes each, in the order of sequences. A new one is nearly always the newest, so that
 * pages are full; one that comes late moves no more than its page.
 */
final class SeqMap {
    private static final int PAGE = 1_024;

    private final List<Page> pages = new ArrayList<>(1);

    SeqMap() {
        pages.add(new Page(new long[1], new long[1], 0));
    }

    private static final class Page {
        private long[] seqs;
        private long[] values;
        private int size;

        Page(long[] seqs, long[] values, int size) {
            this.seqs = seqs;
            this.values = values;
            this.size = size;
        }

        int find(long seq) {
            return Arrays.binarySearch(seqs, 0, size, seq);
        }

        void insert(int at, long seq, long value) {
            if (size == seqs.length) {
                int room = Math.min(PAGE, size + size / 2 + 1);
                seqs = Arrays.copyOf(seqs, room);
                values = Arrays.copyOf(values, room);
            }
            System.arraycopy(seqs, at, seqs, at + 1, size - at);
            System.arraycopy(values, at, values, at + 1, size - at);
            seqs[at] = seq;
            values[at] = value;
            size++;
        }

        /** Takes away what stands from a place on. */
        Page cut(int at) {
            Page upper = new Page(Arrays.copyOfRange(seqs, at, PAGE), Arrays.copyOfRange(values, at, PAGE), size - at);
            size = at;
            return upper;
        }
    }

    /** Keeps what is there already. */
    void putIfAbsent(long seq, long value) {
        int number = page(seq);
        Page page = pages.get(number);
        int at = page.find(seq);
        if (at >= 0) {
            return;
        }
        at = -1 - at;
        if (page.size == PAGE) {
            int cut = at == PAGE ? PAGE : PAGE / 2;
            Page upper = page.cut(cut);
            pages.add(number + 1, upper);
            if (at >= cut) {
                page = upper;
                at -= cut;
            }
        }
        page.insert(at, seq, value);
    }

    /** The number of a sequence, or another one where it has none. */
    long getOrDefault(long seq, long other) {
        Page page = pages.get(page(seq));
        int at = page.find(seq);
        return at < 0 ? other : page.values[at];
    }

    /** The numbers of those sequences that count. */
    LongStream values(LongPredicate counts) {
        return pages.stream()
                .flatMapToLong(page -> IntStream.range(0, page.size)
                        .filter(i -> counts.test(page.seqs[i]))
                        .mapToLong(i -> page.values[i]));
    }

    /** Where a sequence stands or would. */
    private int page(long seq) {
        int low = 0;
        int high = pages.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pages.get(middle).seqs[0] <= seq) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
