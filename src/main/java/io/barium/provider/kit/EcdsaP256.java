package io.barium.provider.kit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ECDSA on the curve P-256 with SHA-256 (FIPS 186-5): public keys as text, and signatures in DER. */
public final class EcdsaP256 {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int SEQUENCE = 0x30;
    /** No key of any kind is shorter in DER. */
    private static final int LEAST_DER = 40;
    /** The number of points of P-256, which no other curve in use has. */
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private EcdsaP256() {}

    /**
     * The key that a text holds: PEM, PEM whose line ends are written as {@code \n}, or the base64 of its DER.
     *
     * @return {@code null} when it holds none of this curve
     */
    public static @Nullable PublicKey key(String text) {
        String joined = joined(text);
        if (joined.startsWith(BEGIN.replace(" ", "")) && joined.endsWith(END.replace(" ", ""))) {
            joined = joined.substring(
                    BEGIN.replace(" ", "").length(),
                    joined.length() - END.replace(" ", "").length());
        }
        byte[] der = SignatureText.base64(joined);
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            boolean ours =
                    key instanceof ECPublicKey ec && ec.getParams().getOrder().equals(ORDER);
            return ours && Arrays.equals(key.getEncoded(), der) ? key : null;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** Whether a text is meant as a key, of this curve or not; then it is no password. */
    public static boolean looksLikeKey(String text) {
        byte[] der = SignatureText.base64(joined(text));
        return text.contains("-----BEGIN") || (der.length >= LEAST_DER && der[0] == SEQUENCE);
    }

    /** Whether one of the keys signed the concatenated parts. */
    public static boolean signedWithAny(List<PublicKey> keys, byte[] signature, byte[]... parts) {
        if (!isDer(signature)) {
            return false;
        }
        return keys.stream().anyMatch(key -> signedWith(key, signature, parts));
    }

    /** A point off the curve, or numbers that are out of range: nobody signed with or like that. */
    private static boolean signedWith(PublicKey key, byte[] signature, byte[]... parts) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            for (byte[] part : parts) {
                verifier.update(part);
            }
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String joined(String text) {
        return text.replace("\\r", "").replace("\\n", "").replaceAll("[ \\t\\r\\n]", "");
    }

    /** Whether it is two whole numbers in their only spelling; some readers of DER let others pass. */
    private static boolean isDer(byte[] signature) {
        if (signature.length < 8 || signature[0] != SEQUENCE || signature[1] != signature.length - 2) {
            return false;
        }
        int second = afterInteger(signature, 2);
        return second > 0 && afterInteger(signature, second) == signature.length;
    }

    private static int afterInteger(byte[] der, int at) {
        if (at + 2 >= der.length || der[at] != 2) {
            return -1;
        }
        int length = der[at + 1];
        int first = at + 2;
        if (length < 1 || first + length > der.length || der[first] < 0) {
            return -1;
        }
        boolean padded = length > 1 && der[first] == 0 && der[first + 1] >= 0;
        return padded ? -1 : first + length;
    }
}
