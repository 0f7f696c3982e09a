package io.barium.access;

import java.security.SecureRandom;

/** Secrets that we make up, in characters that survive reading aloud and copying by hand. */
final class Generated {
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Generated() {}

    /** A random secret of five bits a character. */
    static String secret(int length) {
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return out.toString();
    }
}
