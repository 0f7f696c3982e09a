package io.barium.casework;

import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): 64 bits that nobody can predict who
 * does not have the key, so that a sender cannot choose notations that collide.
 */
final class SipHash {
    private final long k0;
    private final long k1;

    /** A hash with the given key; each half little-endian, as the paper writes it. */
    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** A hash with a key of its own. */
    static SipHash random() {
        SecureRandom random = new SecureRandom();
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /** The hash of a text behind one character, over their UTF-16LE bytes; makes no copy. */
    long of(char first, String rest) {
        State state = new State(k0, k1);
        long word = first;
        int shift = 16;
        for (int i = 0; i < rest.length(); i++) {
            word |= (long) rest.charAt(i) << shift;
            shift += 16;
            if (shift == 64) {
                state.take(word);
                word = 0;
                shift = 0;
            }
        }
        return state.end(word | (2L * (rest.length() + 1)) << 56);
    }

    /** The hash of bytes. */
    long of(byte[] bytes) {
        State state = new State(k0, k1);
        long word = 0;
        int shift = 0;
        for (byte b : bytes) {
            word |= (b & 0xffL) << shift;
            shift += 8;
            if (shift == 64) {
                state.take(word);
                word = 0;
                shift = 0;
            }
        }
        return state.end(word | (long) bytes.length << 56);
    }

    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long end(long word) {
            take(word);
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
