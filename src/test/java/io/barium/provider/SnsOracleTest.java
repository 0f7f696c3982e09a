package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.AwsSignature4;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.messagemanager.sns.internal.SignatureValidator;
import software.amazon.awssdk.messagemanager.sns.internal.SnsMessageUnmarshaller;

/** Amazon's own library and ours have to agree, on what SNS signed and on how a request to S3 is signed. */
class SnsOracleTest {
    private static final int ROUNDS = 300;
    private static final String ALPHABET = "abcXYZ019 &=+%'\"<>/\\\n\t{}\u00e9\u20ac\u6f22\ud83d\ude00-_.~:@";
    private static final String SUBSCRIBE = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=";
    private static final Source SOURCE = SnsSigner.source(null, null, SnsSigner.TOPIC);

    private final Random random = new Random(20261126);

    private static SnsSigner signer;

    @BeforeAll
    static void keys(@TempDir Path directory) throws Exception {
        signer = SnsSigner.named(directory, "sns.amazonaws.com");
    }

    @Test
    void what_amazons_library_accepts_is_genuine_and_what_it_refuses_is_forged() throws Exception {
        int accepted = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> signed = signer.signed(message());
            assertThat(library(signed, signer.publicKey())).as("%s", signed).isTrue();
            assertThat(ours(signed)).as("%s", signed).isTrue();

            Map<String, String> changed = changed(signed);
            boolean theirs = library(changed, signer.publicKey());
            accepted += theirs ? 1 : 0;
            refused += theirs ? 0 : 1;
            assertThat(ours(changed)).as("%s of %s", changed, signed).isEqualTo(theirs);
        }
        // Members that are not signed were changed too.
        assertThat(accepted).isPositive();
        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void what_is_genuine_amazons_library_accepts_whatever_was_done_to_the_signature() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> signed = signer.signed(message());
            byte[] signature = Hooks.utf8(Objects.requireNonNull(signed.get("Signature")));
            signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(7));
            signed.put("Signature", new String(signature, StandardCharsets.ISO_8859_1));
            assertThat(ours(signed)).as("%s", signed).isFalse();
        }
        assertThat(library(
                        signer.signed(message()),
                        KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic()))
                .isFalse();
    }

    @Test
    void a_request_to_s3_is_signed_as_amazons_library_signs_it() {
        String[] regions = {"us-east-1", "eu-west-1", "ap-southeast-2", "cn-north-1"};
        String[] buckets = {"barium-mail", "Old_Bucket", "dotted.bucket.example"};
        for (int round = 0; round < ROUNDS; round++) {
            String region = regions[random.nextInt(regions.length)];
            String key = word(1 + random.nextInt(60));
            URI uri = URI.create(
                    Objects.requireNonNull(SesObject.url(buckets[random.nextInt(buckets.length)], key, region)));
            assertThat(SesObject.region(uri)).isEqualTo(region);
            Instant now = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(200_000_000));
            String id = "AKID" + (1_000_000 + random.nextInt(1_000_000));
            String secret = "s/+" + random.nextLong();
            Map<String, String> ours = new AwsSignature4(id, secret).headers(uri, region, now);
            Map<String, String> theirs = library(uri, region, now, id, secret);
            ours.forEach((name, value) ->
                    assertThat(theirs).as(uri.toString()).containsEntry(name.toLowerCase(Locale.ROOT), value));
        }
    }

    private Map<String, String> message() {
        int kind = random.nextInt(4);
        Map<String, String> out = kind < 2
                ? SnsSigner.notification(word(random.nextInt(200)))
                : SnsSigner.confirmation(
                        kind == 2 ? "SubscriptionConfirmation" : "UnsubscribeConfirmation",
                        SUBSCRIBE + random.nextInt(1000));
        if (kind == 1) {
            out.put("Subject", word(random.nextInt(30)));
        }
        out.put("MessageId", word(1 + random.nextInt(30)));
        out.put("SignatureVersion", random.nextBoolean() ? "1" : "2");
        out.put(
                "Timestamp",
                "2026-11-23T11:%02d:%02d.%03dZ"
                        .formatted(random.nextInt(60), random.nextInt(60), random.nextInt(1000)));
        return out;
    }

    /** The message with one member changed, absent, or of another message. */
    private Map<String, String> changed(Map<String, String> signed) {
        Map<String, String> out = new HashMap<>(signed);
        List<String> names = new ArrayList<>(List.of("Type", "MessageId", "Message", "Timestamp", "Subject"));
        names.addAll(List.of("SignatureVersion", "Token", "SubscribeURL", "UnsubscribeURL", "Other"));
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(4) == 0) {
            out.remove(name);
            return out;
        }
        switch (name) {
            case "Type" ->
                out.put(
                        name,
                        List.of("Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation")
                                .get(random.nextInt(3)));
            case "SignatureVersion" -> out.put(name, List.of("1", "2").get(random.nextInt(2)));
            case "Timestamp" -> out.put(name, "2026-11-23T11:59:59.%03dZ".formatted(random.nextInt(1000)));
            case "SubscribeURL", "UnsubscribeURL" -> out.put(name, SUBSCRIBE + random.nextInt(1000));
            default -> out.put(name, word(random.nextInt(12)));
        }
        return out;
    }

    private static boolean ours(Map<String, String> message) throws Exception {
        return signer.judged(message, SOURCE, Hooks.NOW).verdict() == Verdict.GENUINE;
    }

    private static boolean library(Map<String, String> message, PublicKey key) {
        try {
            new SignatureValidator()
                    .validateSignature(
                            new SnsMessageUnmarshaller().unmarshall(new ByteArrayInputStream(SnsSigner.body(message))),
                            key);
            return true;
        } catch (SdkClientException | NullPointerException e) {
            // The latter where something is missing.
            return false;
        }
    }

    private static Map<String, String> library(URI uri, String region, Instant now, String id, String secret) {
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(r -> r.request(request)
                        .identity(AwsCredentialsIdentity.create(id, secret))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)));
        Map<String, String> out = new HashMap<>();
        signed.request()
                .forEachHeader((name, values) -> out.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return out;
    }

    private String word(int length) {
        int[] letters = ALPHABET.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return out.toString();
    }
}
