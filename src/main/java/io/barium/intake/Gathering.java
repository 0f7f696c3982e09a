package io.barium.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that arrive piece by piece, held within a share of the {@link InFlight} budget. What was announced is taken
 * from the budget soon after its first bytes: a body that was begun is not to fail half way because others were begun
 * after it, and who has sent next to nothing is not to hold what others need. What nobody announced is taken as it
 * comes.
 */
public final class Gathering {
    /** What is taken at first; a body that is no longer comes to lie in one array of its own size. */
    private static final int FIRST = 16 << 10;

    /** Of what was announced, so many times what has come is taken from the budget. */
    private static final long AHEAD = 16;

    /**
     * Larger pieces would be harder to place in a small heap: its collector gives each large array regions of its own.
     */
    private static final int LARGEST = 256 << 10;

    private final InFlight.Share share;
    private final int cap;
    private final long announced;
    private final List<byte[]> full = new ArrayList<>(0);
    private byte[] piece = new byte[0];
    private int used;
    private int size;
    /** Taken from the budget. */
    private long paid;

    /** What became of bytes that came. */
    public enum Taken {
        YES,
        /** More than the cap of one contact. */
        TOO_LARGE,
        /** The process has no room for them now. */
        NO_ROOM
    }

    /**
     * Nothing as yet.
     *
     * @param share of this contact
     * @param cap bytes at most
     * @param announced how many are to come; 0 when nobody said
     */
    public Gathering(InFlight.Share share, int cap, long announced) {
        this.share = share;
        this.cap = cap;
        this.announced = announced;
    }

    /** Where bytes are copied from. */
    @FunctionalInterface
    public interface Source {
        /** Copies the source's bytes from an index up to another one. */
        void copy(int from, int to, byte[] target, int at);
    }

    /** Takes bytes of an array. */
    public Taken add(byte[] bytes, int length) {
        return add(length, (from, to, target, at) -> System.arraycopy(bytes, from, target, at, to - from));
    }

    /** Takes bytes. */
    public Taken add(int length, Source source) {
        if (length > cap - size) {
            return Taken.TOO_LARGE;
        }
        if (!pay(Math.min(announced, AHEAD * (size + length)))) {
            return Taken.NO_ROOM;
        }
        int done = 0;
        while (done < length) {
            if (used == piece.length && !next(length - done)) {
                return Taken.NO_ROOM;
            }
            int n = Math.min(length - done, piece.length - used);
            source.copy(done, done + n, piece, used);
            used += n;
            size += n;
            done += n;
        }
        return Taken.YES;
    }

    /** Makes place for as much as is there already, or for what is to come if that is less. */
    private boolean next(int coming) {
        int wanted = Math.max(size, FIRST);
        long left = announced > 0 ? Math.max(coming, announced - size) : wanted;
        int length = (int) Math.min(Math.min(wanted, left), LARGEST);
        if (!pay(size + (long) length)) {
            return false;
        }
        if (used > 0) {
            full.add(piece);
        }
        piece = new byte[length];
        used = 0;
        return true;
    }

    private boolean pay(long total) {
        if (total > paid) {
            if (!share.grow(total - paid)) {
                return false;
            }
            paid = total;
        }
        return true;
    }

    /** Lets go of everything. */
    public void drop() {
        full.clear();
        piece = new byte[0];
        used = 0;
        size = 0;
        paid = 0;
        share.close();
    }

    /** How many bytes came. */
    public int size() {
        return size;
    }

    /** All bytes, in one array; the gathering holds none of them afterwards. */
    public byte[] bytes() {
        byte[] last = piece;
        piece = new byte[0];
        if (full.isEmpty()) {
            return used == last.length ? last : Arrays.copyOf(last, used);
        }
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] f : full) {
            System.arraycopy(f, 0, all, at, f.length);
            at += f.length;
        }
        System.arraycopy(last, 0, all, at, used);
        full.clear();
        return all;
    }
}
