package io.barium.provider.kit;

import java.util.Base64;
import java.util.HexFormat;

/**
 * Signatures as text. A signature has one spelling only, so that no changed character goes unnoticed; anything else is
 * no bytes at all, which no signature equals.
 */
public final class SignatureText {
    private SignatureText() {}

    /** The bytes of padded base64 (RFC 4648 section 4). */
    public static byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The bytes of unpadded base64url (RFC 7515 section 2). */
    public static byte[] base64Url(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The bytes of lower-case hex. */
    public static byte[] hex(String text) {
        try {
            byte[] bytes = HexFormat.of().parseHex(text);
            return HexFormat.of().formatHex(bytes).equals(text) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
