package io.barium.casework;

import io.barium.model.TokenKind;
import java.util.Arrays;

/**
 * Every notation of every token as a keyed 64-bit hash, with the ids of the tokens that share it: 12 bytes an entry and
 * some free slots. What it does not find is nobody's; what it finds is to be checked exactly, because two notations may
 * have one hash.
 *
 * <p>Open addressing with linear probing, entries in the order of their hashes (Amble and Knuth, "Ordered hash tables",
 * 1974): an entry's place is proportional to its hash, those that collide move up, and a search ends at the first
 * larger hash, so that a miss is as short as a hit at nine tenths full. The table is cut by the first bits of the hash
 * into segments of some 20,000 entries; each grows by a tenth on its own, so growing needs no second table. Not safe
 * for concurrent use.
 */
public final class TokenIndex {
    /** Fuller than this, a segment grows. */
    private static final double FULL = .9;
    /** How full it is after it has grown. */
    private static final double GROWN = .82;
    /** How full it is made when the number of entries is known. */
    private static final double KNOWN = .87;
    /** Entries of a segment, at most; its arrays stay well below what a collector calls large. */
    private static final int SEGMENT = 24_000;

    /** Slots behind a segment's last home, for what moves up there. */
    private static final int TAIL = 64;

    private static final int[] NONE = {};

    private final SipHash keyed;
    private int bits;
    private long[][] hashes = {{0}};
    private int[][] ids = {{0}};
    /** Slots of each segment that are a home. */
    private int[] spans = {0};

    private int[] counts = {0};
    /** While many are added, segments are filled from the left without order. */
    private boolean loading;

    /** An empty index with a key of its own. */
    public TokenIndex() {
        this(SipHash.random());
    }

    TokenIndex(SipHash keyed) {
        this.keyed = keyed;
    }

    /** So many more notations are about to be added: makes room for them at once. {@link #settle} ends it. */
    public void expect(long more) {
        long total = size() + more;
        while (total >> bits > SEGMENT) {
            split();
        }
        long share = total >> bits;
        for (int s = 0; s < counts.length; s++) {
            long[] table = hashes[s];
            int[] own = ids[s];
            make(s, span(Math.max(counts[s], share + (share >> 7)), KNOWN));
            int n = 0;
            for (int i = 0; i < table.length; i++) {
                if (table[i] != 0) {
                    hashes[s][n] = table[i];
                    ids[s][n++] = own[i];
                }
            }
        }
        loading = true;
    }

    /** All that were expected are in: orders them, for 10 million in about a second. */
    public void settle() {
        if (loading) {
            loading = false;
            for (int s = 0; s < counts.length; s++) {
                order(s);
            }
        }
    }

    /**
     * Adds a notation.
     *
     * @param tokenId registry id
     * @throws ArithmeticException when the id has more than 31 bits
     */
    public void add(TokenKind kind, String key, long tokenId) {
        add(hash(kind, key), Math.toIntExact(tokenId));
    }

    /** The tokens that the notation may be of; empty when it is none's. */
    public int[] find(TokenKind kind, String key) {
        return find(hash(kind, key));
    }

    /** Notations in it. */
    public long size() {
        return Arrays.stream(counts).asLongStream().sum();
    }

    /** The hash under which a notation is kept; never 0, which marks a free slot. */
    long hash(TokenKind kind, String key) {
        long hash = keyed.of(kind.name().charAt(0), key);
        return hash == 0 ? 1 : hash;
    }

    void add(long hash, int id) {
        int s = segment(hash);
        if (loading) {
            if (counts[s] == hashes[s].length) {
                lengthen(s);
            }
            hashes[s][counts[s]] = hash;
            ids[s][counts[s]++] = id;
            return;
        }
        if (counts[s] + 1 > FULL * spans[s]) {
            if (counts[s] >= SEGMENT) {
                split();
                s = segment(hash);
            }
            grow(s);
        }
        insert(s, hash, id);
        counts[s]++;
    }

    int[] find(long hash) {
        settle();
        int s = segment(hash);
        long[] table = hashes[s];
        int from = place(s, hash);
        int to = from;
        while (table[to] == hash) {
            to++;
        }
        return from == to ? NONE : Arrays.copyOfRange(ids[s], from, to);
    }

    private void insert(int s, long hash, int id) {
        int at = place(s, hash);
        int free = at;
        while (hashes[s][free] != 0) {
            free++;
        }
        if (free == hashes[s].length - 1) { // the last slot stays free, for there every search ends
            lengthen(s);
        }
        long[] table = hashes[s];
        System.arraycopy(table, at, table, at + 1, free - at);
        System.arraycopy(ids[s], at, ids[s], at + 1, free - at);
        table[at] = hash;
        ids[s][at] = id;
    }

    /** The first slot from the hash's home on that is free or holds a hash that is not smaller. */
    private int place(int s, long hash) {
        long[] table = hashes[s];
        int i = home(s, hash);
        long seen = table[i];
        while (seen != 0 && Long.compareUnsigned(seen, hash) < 0) {
            seen = table[++i];
        }
        return i;
    }

    private void make(int s, int span) {
        spans[s] = span;
        hashes[s] = new long[span + Math.min(TAIL, 2 + span / 8)];
        ids[s] = new int[hashes[s].length];
    }

    /** More room at the end, where homes stay what they are. */
    private void lengthen(int s) {
        int slots = hashes[s].length + hashes[s].length / 16 + 2;
        hashes[s] = Arrays.copyOf(hashes[s], slots);
        ids[s] = Arrays.copyOf(ids[s], slots);
    }

    private void grow(int s) {
        long[] table = hashes[s];
        int[] own = ids[s];
        make(s, span(counts[s] + 1L, GROWN));
        for (int i = 0; i < table.length; i++) {
            if (table[i] != 0) {
                insert(s, table[i], own[i]);
            }
        }
    }

    private void order(int s) {
        int n = counts[s];
        long[] loaded = Arrays.copyOf(hashes[s], n);
        int[] loadedIds = Arrays.copyOf(ids[s], n);
        if (n > FULL * spans[s]) {
            make(s, span(n, KNOWN));
        } else {
            Arrays.fill(hashes[s], 0, n, 0);
        }
        for (int i = 0; i < n; i++) {
            insert(s, loaded[i], loadedIds[i]);
        }
    }

    /** Cuts every segment in two, one after the other. */
    private void split() {
        bits++;
        long[][] before = hashes;
        int[][] beforeIds = ids;
        int segments = 1 << bits;
        hashes = new long[segments][];
        ids = new int[segments][];
        spans = new int[segments];
        counts = new int[segments];
        for (int b = 0; b < before.length; b++) {
            for (long h : before[b]) {
                if (h != 0) {
                    counts[segment(h)]++;
                }
            }
            make(2 * b, span(counts[2 * b], GROWN));
            make(2 * b + 1, span(counts[2 * b + 1], GROWN));
            for (int i = 0; i < before[b].length; i++) {
                if (before[b][i] != 0) {
                    insert(segment(before[b][i]), before[b][i], beforeIds[b][i]);
                }
            }
            before[b] = new long[0];
            beforeIds[b] = NONE;
        }
    }

    private int segment(long hash) {
        return bits == 0 ? 0 : (int) (hash >>> (64 - bits));
    }

    private int home(int s, long hash) {
        return (int) ((((hash << bits) >>> 32) * spans[s]) >>> 32);
    }

    private static int span(long entries, double full) {
        return Math.toIntExact((long) Math.ceil(entries / full)) + 1;
    }
}
