package io.barium.seed;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Row keys as {@code gen_random_uuid()} makes them, but the same for the same seed. */
final class Ids {
    private Ids() {}

    static UUID next(RandomGenerator random) {
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
