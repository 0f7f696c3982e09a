package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Mail;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.EnvelopeContext;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What SES published to a topic.
 *
 * @param message the notification
 * @param source the configured feed
 */
record SesMail(SnsMessage message, Source source) {
    private static final String SETUP = "AMAZON_SES_SETUP_NOTIFICATION";
    private static final Map<String, String> COMMON_HEADERS = Map.of(
            "from", "From",
            "to", "To",
            "cc", "Cc",
            "subject", "Subject",
            "messageId", "Message-ID",
            "date", "Date");

    Reading read() throws MalformedHook {
        String text = message.text("Message");
        if (text == null) {
            throw new MalformedHook("Message: expected a text, found nothing");
        }
        if (!text.stripLeading().startsWith("{")) {
            return new Reading.Ignored("plain text to the topic, such as SES sends when it is set up");
        }
        JsonNode notification = JsonBody.tree(text.getBytes(StandardCharsets.UTF_8));
        if (notification == null || !notification.isObject()) {
            throw new MalformedHook("Message: expected a JSON object, found another");
        }
        String type = JsonBody.text(notification, "notificationType");
        if (type == null && !notification.has("eventType")) {
            throw new MalformedHook("Message.notificationType: expected Received, found nothing");
        }
        if (!"Received".equals(type)) {
            return new Reading.Ignored("report of SES on mail that was sent");
        }
        String messageId = JsonBody.text(notification.path("mail"), "messageId");
        if (messageId == null) {
            throw new MalformedHook("Message.mail.messageId: expected the id of the mail, found nothing");
        }
        return messageId.equals(SETUP)
                ? new Reading.Ignored("message by which SES tries a new rule")
                : received(notification, messageId);
    }

    private Reading received(JsonNode notification, String messageId) throws MalformedHook {
        JsonNode mail = notification.path("mail");
        JsonNode receipt = notification.path("receipt");
        JsonNode action = receipt.path("action");
        List<String> paths = new ArrayList<>();
        receipt.path("recipients").forEach(path -> paths.add(path.asText()));
        List<String> to = AddressParser.envelopes(paths);
        if (to.isEmpty()) {
            throw new MalformedHook("Message.receipt.recipients: expected one or more mail addresses, found none");
        }
        Instant at = instant(JsonBody.text(mail, "timestamp"));
        MailEnvelope envelope = new MailEnvelope(
                eventId(messageId, action, to),
                AddressParser.envelope(JsonBody.text(mail, "source")),
                to,
                at == null ? instant(message.text("Timestamp")) : at,
                source.authservId(),
                source.region());
        SesVerdicts verdicts = SesVerdicts.of(receipt);
        String content = notification.path("content").textValue();
        if (content != null && !content.isBlank()) {
            return Reading.of(MimeReader.read(
                    raw(content, action), envelope, headers -> verdicts.authentication(headers, envelope.from())));
        }
        MailHeaders headers = headers(mail);
        Mail known = new MailContent(null, null, List.of())
                .under(headers, envelope, verdicts.authentication(headers, envelope.from()));
        String url = objectUrl(action);
        return url == null
                ? Reading.of(known)
                : Reading.of(known, List.of(SesObject.fetch(url, EnvelopeContext.of(envelope), verdicts)));
    }

    /**
     * A mail that several rules or actions take is told once for each, with the recipients of the rule, under one
     * message id. None of these may pass for a repeat of another.
     */
    private static String eventId(String messageId, JsonNode action, List<String> to) {
        String type = JsonBody.text(action, "type");
        String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
        String rule = EventIds.ofContent(new byte[0], to);
        return EventIds.given(messageId + ":" + kind + ":" + rule.substring(rule.length() - 16));
    }

    private static byte[] raw(String content, JsonNode action) throws MalformedHook {
        if (!"BASE64".equalsIgnoreCase(JsonBody.text(action, "encoding"))) {
            return content.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw new MalformedHook("Message.content: expected base64, found another");
        }
    }

    private @Nullable String objectUrl(JsonNode action) {
        String bucket = JsonBody.text(action, "bucketName");
        String key = action.path("objectKey").textValue();
        return "S3".equalsIgnoreCase(JsonBody.text(action, "type")) && bucket != null && key != null
                ? SesObject.url(bucket, key, message.region())
                : null;
    }

    /** All headers, where SES lists them; for each of the usual ones that it does not list, what it tells apart. */
    private static MailHeaders headers(JsonNode mail) {
        List<MailHeaders.Field> fields = new ArrayList<>();
        for (JsonNode header : mail.path("headers")) {
            String name = JsonBody.text(header, "name");
            String value = JsonBody.text(header, "value");
            if (name != null && value != null) {
                fields.add(new MailHeaders.Field(name, value));
            }
        }
        MailHeaders headers = new MailHeaders(fields);
        COMMON_HEADERS.forEach((member, name) -> {
            JsonNode common = mail.path("commonHeaders").path(member);
            List<String> values = new ArrayList<>();
            if (common.isTextual()) {
                values.add(common.textValue());
            }
            for (JsonNode value : common) {
                values.add(value.asText());
            }
            if (!values.isEmpty() && headers.first(name) == null) {
                fields.add(new MailHeaders.Field(name, String.join(", ", values)));
            }
        });
        return headers;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null || text.length() > 40 ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
