package io.barium.verdict;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tokens under watch, planted and control ones, in the order of their ids: 16 bytes each. Immutable. */
public final class Tokens {
    private static final int CONTROL = 0;

    private final int[] ids;
    /** Plantings, and {@link #CONTROL} for none. */
    private final long[] rows;
    /** Places of kinds and strata. */
    private final int[] lots;

    private final List<Lot> known;

    /** What many tokens have in common. */
    private record Lot(Watched.Kind kind, String stratum) {}

    private Tokens(int[] ids, long[] rows, int[] lots, List<Lot> known) {
        this.ids = ids;
        this.rows = rows;
        this.lots = lots;
        this.known = known;
    }

    /** Takes tokens in any order, also repeatedly. */
    public static final class Collector {
        private final Map<Lot, Integer> known = new HashMap<>();
        private int[] ids = new int[64];
        private long[] rows = new long[64];
        private int[] lots = new int[64];
        private int size;

        /**
         * One more.
         *
         * @throws ArithmeticException when its id has more than 31 bits
         */
        public Collector add(Watched token) {
            if (size == ids.length) {
                int room = size + size / 2;
                ids = Arrays.copyOf(ids, room);
                rows = Arrays.copyOf(rows, room);
                lots = Arrays.copyOf(lots, room);
            }
            ids[size] = Math.toIntExact(token.id());
            rows[size] = token.row() == null ? CONTROL : token.row();
            lots[size++] = known.computeIfAbsent(new Lot(token.kind(), token.stratum()), lot -> known.size());
            return this;
        }

        /** All that were taken. */
        public Tokens tokens() {
            int[] order = firsts();
            Lot[] all = new Lot[known.size()];
            known.forEach((lot, at) -> all[at] = lot);
            return new Tokens(
                    Arrays.stream(order).map(i -> ids[i]).toArray(),
                    Arrays.stream(order).mapToLong(i -> rows[i]).toArray(),
                    Arrays.stream(order).map(i -> lots[i]).toArray(),
                    List.of(all));
        }

        /** Where each id stands, in the order of ids. */
        private int[] firsts() {
            long[] order = new long[size];
            for (int i = 0; i < size; i++) {
                order[i] = (long) ids[i] << 32 | i;
            }
            Arrays.sort(order);
            return IntStream.range(0, size)
                    .filter(i -> i == 0 || order[i] >> 32 != order[i - 1] >> 32)
                    .map(i -> (int) order[i])
                    .toArray();
        }
    }

    /** The token of an id; {@code null} for what is not watched. */
    @Nullable
    Watched find(long id) {
        int at = (int) id == id ? Arrays.binarySearch(ids, (int) id) : -1;
        return at < 0 ? null : at(at);
    }

    /** All of them. */
    Stream<Watched> stream() {
        return IntStream.range(0, ids.length).mapToObj(this::at);
    }

    private Watched at(int i) {
        Lot lot = known.get(lots[i]);
        return new Watched(ids[i], lot.kind(), lot.stratum(), rows[i] == CONTROL ? null : rows[i]);
    }

    /** How many of a kind are planted, or are controls. */
    long count(Watched.Kind kind, boolean planted) {
        return IntStream.range(0, ids.length)
                .filter(i -> known.get(lots[i]).kind() == kind && (rows[i] != CONTROL) == planted)
                .count();
    }
}
