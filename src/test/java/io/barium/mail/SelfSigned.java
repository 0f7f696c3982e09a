package io.barium.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate by the JDK's own tool.
 *
 * @param store with both halves
 * @param certificate as PEM
 * @param key as PEM
 */
record SelfSigned(KeyStore store, Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    /** A certificate of mx.ours.example. */
    static SelfSigned make(Path dir, String name, String algorithm) throws Exception {
        Path file = dir.resolve(name + ".p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "smtp",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=mx.ours.example",
                        "-ext",
                        "san=dns:mx.ours.example",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(name + ".log").toFile())
                .start();
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new SelfSigned(
                store,
                pem(
                        dir.resolve(name + ".crt"),
                        "CERTIFICATE",
                        store.getCertificate("smtp").getEncoded()),
                pem(
                        dir.resolve(name + ".key"),
                        "PRIVATE KEY",
                        store.getKey("smtp", PASSWORD.toCharArray()).getEncoded()));
    }

    static Path pem(Path file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }
}
