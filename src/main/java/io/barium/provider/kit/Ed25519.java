package io.barium.provider.kit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ed25519 signatures (RFC 8032), verified with public keys. */
public final class Ed25519 {
    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;

    /** What comes before the 32 bytes of a key in the encoding of RFC 8410. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /** The key that a base64 text of its 32 bytes names; {@code null} when it names none. */
    public static @Nullable PublicKey key(String base64) {
        byte[] raw = SignatureText.base64(base64);
        if (raw.length != KEY_LENGTH) {
            return null;
        }
        byte[] encoded = new byte[PREFIX.length + KEY_LENGTH];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(raw, 0, encoded, PREFIX.length, KEY_LENGTH);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** Whether the concatenated parts were signed with the private key of one of these. */
    public static boolean signedWithAny(List<PublicKey> keys, byte[] signature, byte[]... parts) {
        boolean signed = false;
        for (PublicKey key : keys) {
            signed |= signature.length == SIGNATURE_LENGTH && signedWith(key, signature, parts);
        }
        return signed;
    }

    private static boolean signedWith(PublicKey key, byte[] signature, byte[]... parts) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            for (byte[] part : parts) {
                verifier.update(part);
            }
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A key or signature that is no point of the curve.
            return false;
        }
    }
}
