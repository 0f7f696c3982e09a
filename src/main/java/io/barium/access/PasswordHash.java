package io.barium.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the text form of its reference implementation:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Each hash works in memory of its own, 19 MB, which is free
 * afterwards.
 */
final class PasswordHash {
    private static final int MEMORY_KB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,4}),p=([0-9]{1,3})"
                    + "\\$([A-Za-z0-9+/]{11,88})\\$([A-Za-z0-9+/]{16,88})");

    private PasswordHash() {}

    /** Hashes a password with a fresh salt. Takes some 50 ms. */
    static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] hash = of(password, MEMORY_KB, PASSES, LANES, salt, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /**
     * Whether a password is the one that was hashed, with whatever parameters.
     *
     * @throws IllegalArgumentException when the text is no Argon2id hash
     */
    static boolean matches(String password, String hashed) {
        Matcher form = FORM.matcher(hashed);
        if (!form.matches()) {
            throw new IllegalArgumentException("operator.password_hash is not in the form of Argon2id");
        }
        byte[] salt = Base64.getDecoder().decode(form.group(4));
        byte[] wanted = Base64.getDecoder().decode(form.group(5));
        byte[] got = of(
                password,
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3)),
                salt,
                wanted.length);
        return MessageDigest.isEqual(wanted, got);
    }

    private static byte[] of(String password, int memory, int passes, int lanes, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] out = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
        return out;
    }
}
