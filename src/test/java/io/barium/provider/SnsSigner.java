package io.barium.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.RawHook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs as SNS does, with a key and a certificate made for the test.
 *
 * @param key signs
 * @param certificate of the key
 */
record SnsSigner(PrivateKey key, Certificate certificate) {
    static final String REGION = "eu-west-1";
    static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:barium-inbound";
    static final String CERTIFICATE_URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** A signer whose certificate has that name, valid for a year from a day before {@link Hooks#NOW}. */
    static SnsSigner named(Path directory, String name) throws Exception {
        Path store = Files.createTempFile(directory, "sns", ".p12");
        Files.delete(store);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-alias",
                        "sns",
                        "-dname",
                        "CN=" + name,
                        "-startdate",
                        "2026/11/22 12:00:00",
                        "-validity",
                        "365",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return new SnsSigner((PrivateKey) keys.getKey("sns", PASSWORD), keys.getCertificate("sns"));
    }

    PublicKey publicKey() {
        return certificate.getPublicKey();
    }

    /** A notification without subject, not signed yet. */
    static Map<String, String> notification(String message) {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("Type", "Notification");
        out.put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
        out.put("TopicArn", TOPIC);
        out.put("Message", message);
        out.put("Timestamp", "2026-11-23T11:59:58.123Z");
        out.put("SignatureVersion", "2");
        out.put("SigningCertURL", CERTIFICATE_URL);
        return out;
    }

    /** A request to confirm or to end a subscription, not signed yet. */
    static Map<String, String> confirmation(String type, String subscribeUrl) {
        Map<String, String> out = notification("You have chosen to subscribe to the topic.");
        out.put("Type", type);
        out.put("Token", "2336412f37fb687f5d51e6e2425929f52e8e353134fe72d5");
        out.put("SubscribeURL", subscribeUrl);
        return out;
    }

    /** The same message, signed. */
    Map<String, String> signed(Map<String, String> message) throws GeneralSecurityException {
        boolean notification = "Notification".equals(message.get("Type"));
        List<String> names = notification
                ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
                : List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            if (message.containsKey(name)) {
                text.append(name).append('\n').append(message.get(name)).append('\n');
            }
        }
        Signature signature =
                Signature.getInstance("1".equals(message.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA");
        signature.initSign(key);
        signature.update(Hooks.utf8(text.toString()));
        Map<String, String> out = new LinkedHashMap<>(message);
        out.put("Signature", Hooks.base64(signature.sign()));
        return out;
    }

    /** A message as it is posted. */
    static byte[] body(Map<String, String> message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The request that brings a message. */
    static RawHook hook(Map<String, String> message, String... headers) {
        return Hooks.post("text/plain; charset=UTF-8", body(message), headers);
    }

    /** What we say of a message, given this signer's certificate for whatever certificate is asked for. */
    Authenticity judged(Map<String, String> message, Source source, Instant now) throws GeneralSecurityException {
        RawHook hook = hook(message);
        Ses ses = new Ses();
        Authenticity first = ses.authenticate(hook, source, now);
        return first.awaited() == null ? first : ses.authenticate(hook.with(first.awaited(), pem()), source, now);
    }

    byte[] pem() throws GeneralSecurityException {
        return Hooks.utf8("-----BEGIN CERTIFICATE-----\n" + Hooks.base64(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n");
    }

    /** A source that takes from these topics. */
    static Source source(@Nullable Duration window, @Nullable String fetchSecret, String... topics) {
        return new Source(
                "main",
                "ses",
                List.of(),
                null,
                window,
                null,
                "US",
                new SourceOptions(
                        null,
                        List.of(topics),
                        fetchSecret == null ? null : new Secret(fetchSecret),
                        Answering.DECLINE));
    }
}
