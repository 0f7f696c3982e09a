package io.barium.plant;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tokens of a stratum are planted. Each value is hashed together with the recorded seed, and the half with the
 * smaller hashes is planted: SHA-256 over the seed as eight bytes, big-endian, and the value in UTF-8. Anybody who has
 * the seed and the values can draw again, in any order and in any language. What is drawn together is what was minted
 * together: the tokens of a stratum that share their {@code created_at}.
 */
public final class LabelDraw {
    private LabelDraw() {}

    /**
     * The planted half.
     *
     * @param seed of the stratum
     * @param values an even number of different values
     */
    public static Set<String> planted(long seed, Collection<String> values) {
        if (values.size() % 2 != 0) {
            throw new IllegalArgumentException("halves need an even number of values, found " + values.size());
        }
        return values.stream()
                .sorted(Comparator.comparing((String v) -> hash(seed, v), Arrays::compareUnsigned))
                .limit(values.size() / 2)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The seed of a stratum, derived from the seed of all draws. */
    static long stratumSeed(long seed, String stratum) {
        return ByteBuffer.wrap(hash(seed, "stratum " + stratum)).getLong();
    }

    private static byte[] hash(long seed, String value) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            return sha.digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
