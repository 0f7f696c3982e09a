package io.barium.verdict;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names under which tokens and siblings are taken: the evidence takes what one campaign reached in the order of names,
 * and an order in which, say, siblings come last would know more than a stranger does.
 */
final class Blind {
    private static final int BYTES = 10;

    private Blind() {}

    static String token(long id) {
        return hash("token " + id);
    }

    static String sibling(String address) {
        return hash("sibling " + address);
    }

    private static String hash(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
