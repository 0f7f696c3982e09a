package io.barium.provider.kit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A public RSA key by which a signature (PKCS #1 v1.5) is checked.
 *
 * @param key the key
 */
public record RsaKey(PublicKey key) {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    /**
     * The key that a setting holds: its SubjectPublicKeyInfo as PEM or as bare base64, or a DKIM record whose
     * {@code p=} is that. {@code null} when it holds none.
     */
    public static @Nullable RsaKey of(String setting) {
        String text = setting.strip();
        if (text.startsWith(BEGIN) && text.endsWith(END) && text.length() > BEGIN.length() + END.length()) {
            text = text.substring(BEGIN.length(), text.length() - END.length());
        } else if (text.startsWith("v=DKIM1;")) {
            String key = HeaderParameters.parse(text).get("p");
            text = key == null ? "" : key;
        }
        byte[] der = SignatureText.base64(text.replaceAll("[ \\t\\r\\n]", ""));
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            RSAPublicKey given = (RSAPublicKey) rsa.generatePublic(new X509EncodedKeySpec(der));
            PublicKey key = rsa.generatePublic(new RSAPublicKeySpec(given.getModulus(), given.getPublicExponent()));
            // The JDK reads more than it writes; a key has one spelling only.
            return Arrays.equals(key.getEncoded(), der) ? new RsaKey(key) : null;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /**
     * Whether it signed the message.
     *
     * @param algorithm JDK name, such as {@code SHA256withRSA}
     */
    public boolean signed(String algorithm, byte[] signature, byte[] message) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
