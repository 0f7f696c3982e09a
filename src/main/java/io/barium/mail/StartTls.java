package io.barium.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The TLS side of STARTTLS, from PEM files. */
final class StartTls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private StartTls() {}

    /**
     * A context that presents the certificate.
     *
     * @param certificate PEM chain, our own first; {@code null} for no STARTTLS
     * @param key PEM, PKCS #8, without a password
     * @return {@code null} when there is no certificate
     * @throws IOException names the setting whose file cannot be used
     */
    static @Nullable SSLContext context(@Nullable Path certificate, @Nullable Path key) throws IOException {
        if (certificate == null || key == null) {
            return null;
        }
        Certificate[] chain = chain(certificate);
        PrivateKey ours = privateKey(key, chain[0].getPublicKey());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("smtp", ours, new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("smtp.certificate " + certificate + " and smtp.key " + key + " cannot be used", e);
        }
    }

    /**
     * The server's side of TLS on a connection, with the protocols and ciphers that the JDK deems fit. The peer's
     * address is not looked up: its name is of no use here, and waiting for it would be.
     */
    static SSLSocket upgrade(SSLContext context, Socket plain) throws IOException {
        String peer = plain.getInetAddress().getHostAddress();
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, peer, plain.getPort(), true);
        tls.setUseClientMode(false);
        return tls;
    }

    private static Certificate[] chain(Path file) throws IOException {
        try (InputStream pem = new ByteArrayInputStream(read("smtp.certificate", file))) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .toArray(new Certificate[0]);
            if (chain.length > 0) {
                return chain;
            }
            throw new IOException("smtp.certificate " + file + ": expected a PEM chain, found no certificate");
        } catch (GeneralSecurityException e) {
            throw new IOException("smtp.certificate " + file + ": expected a PEM chain", e);
        }
    }

    private static PrivateKey privateKey(Path file, PublicKey certified) throws IOException {
        Matcher pem = KEY.matcher(new String(read("smtp.key", file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IOException("smtp.key " + file + ": expected PEM that begins with -----BEGIN PRIVATE KEY-----"
                    + " (PKCS #8 without a password)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey key =
                    KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (belong(key, certified)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "smtp.key " + file + ": expected the " + certified.getAlgorithm()
                            + " key of the first certificate in smtp.certificate",
                    e);
        }
        throw new IOException("smtp.key " + file + " is not the key of the first certificate in smtp.certificate");
    }

    private static byte[] read(String setting, Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(setting + " " + file + " cannot be read", e);
        }
    }

    private static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String family = certified.getAlgorithm();
        String algorithm = family.equals("RSA") ? "SHA256withRSA" : family.equals("EC") ? "SHA256withECDSA" : family;
        byte[] probe = "barium".getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certified);
        verifying.update(probe);
        return verifying.verify(signing.sign());
    }
}
