package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SignatureText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message of Amazon SNS: the envelope around what was published.
 *
 * @param json the request's body
 * @param region where its topic is
 */
record SnsMessage(JsonNode json, String region) {
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]{0,20}:sns:([a-z0-9-]{3,40}):[0-9]{1,20}:[A-Za-z0-9_.-]{1,256}");

    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    /** The message in a request; {@code null} when there is none, or none of a topic. */
    static @Nullable SnsMessage of(RawHook hook) {
        JsonNode json = JsonBody.unproven(hook.body());
        return json == null || !json.isObject() ? null : of(json);
    }

    private static @Nullable SnsMessage of(JsonNode json) {
        Matcher topic = TOPIC.matcher(json.path("TopicArn").asText(""));
        return topic.matches() ? new SnsMessage(json, topic.group(1)) : null;
    }

    /** The region of a topic; empty when the name is no topic's. */
    static String region(String topicArn) {
        Matcher topic = TOPIC.matcher(topicArn);
        return topic.matches() ? topic.group(1) : "";
    }

    /** The domain of a region's services. */
    static String domain(String region) {
        return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    /** The host of SNS in a region. */
    static String host(String region) {
        return "sns." + region + "." + domain(region);
    }

    /** A member's text as it stands; {@code null} when it is missing or of another type. */
    @Nullable
    String text(String name) {
        return json.path(name).textValue();
    }

    /** Notification, SubscriptionConfirmation or UnsubscribeConfirmation. */
    String type() {
        return json.path("Type").asText("");
    }

    String topicArn() {
        return json.path("TopicArn").asText("");
    }

    /** Where its certificate is; {@code null} when that is not with SNS in the topic's region. */
    @Nullable
    String certificateUrl() {
        URI url = snsUrl("SigningCertURL");
        return url != null && url.getRawPath() != null && url.getRawPath().endsWith(".pem") && url.getRawQuery() == null
                ? url.toString()
                : null;
    }

    /** A member that is an https URL with SNS in the topic's region; {@code null} when it is another. */
    @Nullable
    URI snsUrl(String name) {
        String text = text(name);
        try {
            URI url = new URI(text == null ? "" : text);
            boolean plain = "https".equals(url.getScheme())
                    && host(region).equals(url.getRawAuthority())
                    && url.getRawFragment() == null;
            return plain ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Whether the key signed it; no when a signed member is missing or the version is not known. */
    boolean isSignedWith(PublicKey key) {
        String algorithm = algorithm();
        String signed = signedText();
        String signature = text("Signature");
        if (algorithm == null || signed == null || signature == null) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(SignatureText.base64(signature));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The JDK's name for the signature; {@code null} for a version that is not known. */
    @Nullable
    String algorithm() {
        return switch (json.path("SignatureVersion").asText("")) {
            case "1" -> "SHA1withRSA";
            case "2" -> "SHA256withRSA";
            default -> null;
        };
    }

    /** What is signed: names and values of members, each on its line. Of these only the subject may be missing. */
    private @Nullable String signedText() {
        boolean notification = type().equals("Notification");
        if (!notification && !type().equals("SubscriptionConfirmation") && !type().equals("UnsubscribeConfirmation")) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        for (String name : notification ? NOTIFICATION : CONFIRMATION) {
            String value = text(name);
            if (value != null) {
                out.append(name).append('\n').append(value).append('\n');
            } else if (!name.equals("Subject")) {
                return null;
            }
        }
        return out.toString();
    }
}
