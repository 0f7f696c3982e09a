package io.barium.mail.check;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.james.jdkim.DKIMSigner;

/** Keys and signed mail that a test makes for itself. */
public final class Keys {
    private Keys() {}

    /** A fresh RSA key. */
    public static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The record that its owner publishes. */
    public static String published(KeyPair key) {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    static String pem(KeyPair key) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    /**
     * The mail with a signature above it.
     *
     * @param tags those besides {@code v}, {@code b} and {@code bh}
     */
    public static String signed(KeyPair key, String tags, String mail) {
        try {
            String field = new DKIMSigner("v=1; " + tags + "; bh=; b=;", key.getPrivate())
                    .sign(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
            return field + "\r\n" + mail;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
