package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SesTest {
    private static final Source SOURCE = SnsSigner.source(null, "AKIDEXAMPLE:se/cret+", SnsSigner.TOPIC);
    private static final String RECEIVED = """
            {"notificationType":"Received",
             "mail":{"messageId":"m1","source":"p@phish.example","timestamp":"2026-11-23T11:58:31Z"},
             "receipt":{"recipients":[%s],"spfVerdict":{"status":"PASS"},
                        "action":{"type":"S3","bucketName":"barium-mail","objectKey":"%s"}}}
            """;

    private static SnsSigner signer;
    private static SnsSigner stranger;
    private static SnsSigner optIn;

    private final Ses ses = new Ses();

    @BeforeAll
    static void keys(@TempDir Path directory) throws Exception {
        signer = SnsSigner.named(directory, "sns.amazonaws.com");
        stranger = SnsSigner.named(directory, "sns.amazonaws.com.phish.example");
        optIn = SnsSigner.named(directory, "sns-signing.eu-south-1.amazonaws.com");
    }

    @Test
    void asks_for_the_certificate_and_then_decides() throws Exception {
        Map<String, String> message = signer.signed(SnsSigner.notification("{}"));
        Authenticity first = ses.authenticate(SnsSigner.hook(message), SOURCE, Hooks.NOW);
        assertThat(first.verdict()).isEqualTo(Verdict.AWAITING);
        assertThat(Objects.requireNonNull(first.awaited()).url()).isEqualTo(SnsSigner.CERTIFICATE_URL);
        assertThat(request(first.awaited())).isNotNull();
        assertThat(signer.judged(message, SOURCE, Hooks.NOW)).isEqualTo(Authenticity.GENUINE);
    }

    @Test
    void without_topics_it_is_our_fault() throws Exception {
        Authenticity answer =
                signer.judged(signer.signed(SnsSigner.notification("{}")), SnsSigner.source(null, null), Hooks.NOW);
        assertThat(answer.verdict()).isEqualTo(Verdict.UNCONFIGURED);
        assertThat(answer.reason()).isEqualTo("sources[id=main].topics is empty");
    }

    @Test
    void a_topic_of_somebody_else_is_refused_before_anything_is_fetched() throws Exception {
        Map<String, String> message = SnsSigner.notification("{}");
        message.put("TopicArn", "arn:aws:sns:eu-west-1:210987654321:barium-inbound");
        assertThat(ses.authenticate(SnsSigner.hook(signer.signed(message)), SOURCE, Hooks.NOW)
                        .verdict())
                .isEqualTo(Verdict.FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.us-east-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com.phish.example/a.pem",
                "https://sns.eu-west-1.amazonaws.com@phish.example/a.pem",
                "https://x@sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com:444/a.pem",
                "https://sns.eu-west-1.amazonaws.com/a.pem?x",
                "https://sns.eu-west-1.amazonaws.com/?a.pem",
                "https://sns.eu-west-1.amazonaws.com/a.pem#.pem",
                "https://sns.eu-west-1.amazonaws.com/a.crt",
                "https://sns.eu-west-1.amazonaws.com.cn/a.pem",
                "https://barium-mail.s3.eu-west-1.amazonaws.com/a.pem",
                "not a url"
            })
    void a_certificate_from_elsewhere_is_not_asked_for(String url) throws Exception {
        Map<String, String> message = SnsSigner.notification("{}");
        message.put("SigningCertURL", url);
        assertThat(signer.judged(signer.signed(message), SOURCE, Hooks.NOW).verdict())
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_certificate_of_another_name_or_time_is_not_accepted() throws Exception {
        Map<String, String> message = SnsSigner.notification("{}");
        assertThat(stranger.judged(stranger.signed(message), SOURCE, Hooks.NOW).verdict())
                .isEqualTo(Verdict.FORGED);
        assertThat(optIn.judged(optIn.signed(message), SOURCE, Hooks.NOW).verdict())
                .isEqualTo(Verdict.FORGED);
        for (int days : new int[] {-2, 366}) {
            assertThat(signer.judged(signer.signed(message), SOURCE, Hooks.NOW.plus(Duration.ofDays(days)))
                            .verdict())
                    .isEqualTo(Verdict.FORGED);
        }
        assertThat(ses.authenticate(
                                SnsSigner.hook(signer.signed(message))
                                        .with(new Fetch("certificate", SnsSigner.CERTIFICATE_URL), new byte[] {1, 2}),
                                SOURCE,
                                Hooks.NOW)
                        .verdict())
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_region_that_has_to_be_switched_on_signs_under_its_own_name() throws Exception {
        String topic = "arn:aws:sns:eu-south-1:123456789012:barium-inbound";
        Map<String, String> message = SnsSigner.notification("{}");
        message.put("TopicArn", topic);
        message.put("SigningCertURL", "https://sns.eu-south-1.amazonaws.com/a.pem");
        assertThat(optIn.judged(optIn.signed(message), SnsSigner.source(null, null, topic), Hooks.NOW))
                .isEqualTo(Authenticity.GENUINE);
    }

    @Test
    void raw_delivery_is_refused() throws Exception {
        RawHook hook = SnsSigner.hook(signer.signed(SnsSigner.notification("{}")), "x-amz-sns-rawdelivery", "true");
        assertThat(ses.authenticate(hook, SOURCE, Hooks.NOW).verdict()).isEqualTo(Verdict.FORGED);
    }

    @Test
    void old_messages_are_stale_where_a_window_is_set() throws Exception {
        Source source = SnsSigner.source(Duration.ofMinutes(10), null, SnsSigner.TOPIC);
        Map<String, String> message = signer.signed(SnsSigner.notification("{}"));
        assertThat(signer.judged(message, source, Hooks.NOW).verdict()).isEqualTo(Verdict.GENUINE);
        assertThat(signer.judged(message, source, Hooks.NOW.plusSeconds(700)).verdict())
                .isEqualTo(Verdict.STALE);
        message.put("Timestamp", "yesterday");
        assertThat(signer.judged(signer.signed(message), source, Hooks.NOW).verdict())
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_subscription_is_confirmed_with_sns_only() throws Exception {
        String url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1";
        Reading reading = ses.read(SnsSigner.hook(SnsSigner.confirmation("SubscriptionConfirmation", url)), SOURCE);
        Fetch confirmation = ((Reading.Handshake) reading).confirmation();
        assertThat(Objects.requireNonNull(request(confirmation)).uri()).isEqualTo(URI.create(url));
        RawHook elsewhere =
                SnsSigner.hook(SnsSigner.confirmation("SubscriptionConfirmation", "https://phish.example/"));
        assertThatThrownBy(() -> ses.read(elsewhere, SOURCE))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("SubscribeURL: expected https://sns.eu-west-1.amazonaws.com/");
        assertThat(request(new Fetch("confirmation", "https://sns.us-east-1.amazonaws.com/")))
                .isNull();
        assertThat(request(new Fetch("confirmation", "https://phish.example/"))).isNull();
    }

    @Test
    void the_object_is_fetched_with_a_signature_from_s3_in_our_regions_only() throws Exception {
        Fetch object = fetch("in/a b+\u00fc");
        assertThat(object.url()).isEqualTo("https://barium-mail.s3.eu-west-1.amazonaws.com/in/a%20b%2B%C3%BC");
        FetchRequest request = Objects.requireNonNull(request(object));
        assertThat(request.headers().get("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/eu-west-1/s3/aws4_request, "
                        + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=");
        assertThat(request.toString()).doesNotContain("se/cret");
        for (String host : new String[] {
            "barium-mail.s3.us-east-1.amazonaws.com",
            "s3.eu-west-1.amazonaws.com.phish.example",
            "a.b.s3.eu-west-1.amazonaws.com",
            "s3.eu-west-1.amazonaws.com.cn",
            "169.254.169.254"
        }) {
            assertThat(request(new Fetch("object", "https://" + host + "/x")))
                    .as(host)
                    .isNull();
        }
    }

    @Test
    void a_missing_or_odd_key_is_named() {
        Fetch object = new Fetch("object", "https://barium-mail.s3.eu-west-1.amazonaws.com/x");
        for (String secret : new @Nullable String[] {null, "AKIDEXAMPLE", ":", "AKID EXAMPLE:x"}) {
            Source source = SnsSigner.source(null, secret, SnsSigner.TOPIC);
            assertThatThrownBy(() -> ses.request(object, URI.create(object.url()), source, Hooks.NOW))
                    .isInstanceOf(MalformedHook.class)
                    .hasMessageContaining("sources[id=main].fetchSecret");
        }
    }

    @Test
    void the_objects_mail_has_the_envelope_and_the_verdicts_of_its_notification() throws Exception {
        Fetch object = fetch("in/a");
        byte[] raw = Hooks.utf8("From: a@phish.example\r\nAuthentication-Results: ses; dmarc=pass\r\n\r\nHello");
        Mail mail = Hooks.only(ses.fetched(object, new Fetched(null, raw, Hooks.NOW), SOURCE), Mail.class);
        assertThat(mail.eventId()).startsWith("m1:s3:").endsWith(":object");
        assertThat(mail.envelopeFrom()).isEqualTo("p@phish.example");
        assertThat(mail.envelopeTo()).containsExactly("a@ours.example");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2026-11-23T11:58:31Z"));
        assertThat(mail.text()).isEqualTo("Hello");
        assertThat(mail.authentication().spf()).isEqualTo(AuthResult.PASS);
        assertThat(mail.authentication().dmarc()).isEqualTo(AuthResult.NONE);
        Fetched encrypted = new Fetched(null, new byte[] {3, 1, 4, 1, 5, 9, 2, 6}, Hooks.NOW);
        assertThatThrownBy(() -> ses.fetched(object, encrypted, SOURCE))
                .isInstanceOf(MalformedHook.class)
                .hasMessageContaining("encryption");
    }

    @Test
    void a_mail_that_two_rules_took_is_two_events() throws Exception {
        assertThat(read("\"a@ours.example\"", "in/a").eventId())
                .isNotEqualTo(read("\"b@ours.example\"", "in/a").eventId());
        assertThat(read("\"a@ours.example\",\"b@ours.example\"", "in/a").eventId())
                .isEqualTo(read("\"b@ours.example\",\"a@ours.example\"", "in/a").eventId());
    }

    private Fetch fetch(String key) throws MalformedHook {
        return contacts("\"a@ours.example\"", key).fetches().get(0);
    }

    private Mail read(String recipients, String key) throws MalformedHook {
        return (Mail) contacts(recipients, key).contacts().get(0);
    }

    private Reading.Contacts contacts(String recipients, String key) throws MalformedHook {
        Map<String, String> message = SnsSigner.notification(RECEIVED.formatted(recipients, key));
        return (Reading.Contacts) ses.read(SnsSigner.hook(message), SOURCE);
    }

    private @Nullable FetchRequest request(Fetch fetch) throws MalformedHook {
        return ses.request(fetch, URI.create(fetch.url()), SOURCE, Hooks.NOW);
    }
}
