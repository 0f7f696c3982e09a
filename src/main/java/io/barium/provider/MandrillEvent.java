package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Attachment;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.Attachments;
import io.barium.provider.kit.AuthenticationResults;
import io.barium.provider.kit.DkimSignatures;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import io.barium.provider.kit.Sha256;
import io.barium.provider.kit.TextBounds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of Mandrill's list.
 *
 * @param event as it came
 * @param path where it stands, for what is said of its faults
 * @param source the configured feed
 */
record MandrillEvent(JsonNode event, String path, Source source) {
    private static final long LAST_SECOND = 200_000_000_000L;

    /** Whether it is a received mail. */
    boolean isInbound() throws MalformedHook {
        if (!event.isObject()) {
            throw new MalformedHook(path + ": expected an object, found another");
        }
        String word = JsonBody.text(event, "event");
        // Changes of the allow and deny lists have a type instead.
        if (word == null && !event.has("type")) {
            throw new MalformedHook(path + ".event: expected inbound or another event's name, found nothing");
        }
        return "inbound".equals(word);
    }

    /** Reads a received mail. */
    Mail read() throws MalformedHook {
        JsonNode msg = event.path("msg");
        List<String> to = AddressParser.addresses(JsonBody.text(msg, "email"));
        if (to.isEmpty()) {
            throw new MalformedHook(path + ".msg.email: expected the address that was reached, found none");
        }
        JsonNode raw = msg.path("raw_msg");
        boolean whole = raw.isTextual() && !raw.textValue().isBlank();
        byte[] bytes = (whole ? raw.textValue() : msg.toString()).getBytes(StandardCharsets.UTF_8);
        MailHeaders headers = whole ? MimeReader.headers(bytes) : headers(msg);
        String from = whole ? returnPath(headers) : null;
        MailEnvelope envelope =
                new MailEnvelope(EventIds.ofContent(bytes, to), from, to, at(), source.authservId(), source.region());
        MailAuthentication verdicts = verdicts(msg, headers, from);
        return whole
                ? MimeReader.read(bytes, envelope, h -> verdicts)
                : new MailContent(plain(msg), html(msg), attachments(msg)).under(headers, envelope, verdicts);
    }

    private @Nullable Instant at() {
        JsonNode ts = event.path("ts");
        return ts.isIntegralNumber() && ts.asLong() > 0 && ts.asLong() < LAST_SECOND
                ? Instant.ofEpochSecond(ts.asLong())
                : null;
    }

    /** The envelope sender, if Mandrill wrote it above what it was sent; further below it is the sender's to write. */
    private static @Nullable String returnPath(MailHeaders headers) {
        for (MailHeaders.Field field : headers.fields()) {
            if (field.is("Return-Path")) {
                return AddressParser.envelope(field.value());
            }
            if (field.is("Received")) {
                return null;
            }
        }
        return null;
    }

    /** The headers as Mandrill lists them, where it sends no raw mail. */
    private static MailHeaders headers(JsonNode msg) {
        List<MailHeaders.Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : msg.path("headers").properties()) {
            JsonNode values = header.getValue();
            if (values.isTextual()) {
                fields.add(new MailHeaders.Field(header.getKey(), values.textValue()));
            }
            for (JsonNode value : values) {
                if (value.isTextual()) {
                    fields.add(new MailHeaders.Field(header.getKey(), value.textValue()));
                }
            }
        }
        MailHeaders listed = new MailHeaders(fields);
        String from = JsonBody.text(msg, "from_email");
        String subject = JsonBody.text(msg, "subject");
        if (listed.first("From") == null && from != null) {
            fields.add(new MailHeaders.Field("From", from));
        }
        if (listed.first("Subject") == null && subject != null) {
            fields.add(new MailHeaders.Field("Subject", subject));
        }
        return listed;
    }

    private static TextBounds.@Nullable Bounded plain(JsonNode msg) {
        String text = JsonBody.text(msg, "text");
        return text == null ? null : TextBounds.text(text);
    }

    private static @Nullable String html(JsonNode msg) {
        return JsonBody.text(msg, "html");
    }

    private static List<Attachment> attachments(JsonNode msg) {
        List<Attachment> out = new ArrayList<>();
        for (String list : List.of("attachments", "images")) {
            for (JsonNode file : msg.path(list)) {
                if (file.isObject() && out.size() < Attachments.MAX) {
                    out.add(attachment(file, list.equals("images")));
                }
            }
        }
        return List.copyOf(out);
    }

    private static Attachment attachment(JsonNode file, boolean image) {
        String type = JsonBody.text(file, "type");
        String given = file.path("content").asText("");
        // Of images the flag is left out, and they are always base64.
        boolean encoded = image || file.path("base64").asBoolean(false);
        byte[] content = encoded ? decoded(given) : given.getBytes(StandardCharsets.UTF_8);
        return Attachments.described(
                JsonBody.text(file, "name"),
                type == null ? "application/octet-stream" : type,
                content.length,
                Sha256.hex(content));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static MailAuthentication verdicts(JsonNode msg, MailHeaders headers, @Nullable String from) {
        String spf = JsonBody.text(msg.path("spf"), "result");
        JsonNode dkim = msg.path("dkim");
        JsonNode score = msg.path("spam_report").path("score");
        if (spf == null && !dkim.isObject() && !score.isNumber()) {
            return MailAuthentication.UNKNOWN;
        }
        boolean passed = dkim.path("valid").asBoolean(false);
        boolean signed = dkim.path("signed").asBoolean(false);
        return new MailAuthentication(
                spf == null ? AuthResult.NONE : AuthenticationResults.result(spf),
                spf == null || from == null ? null : from.substring(from.lastIndexOf('@') + 1),
                passed ? AuthResult.PASS : signed ? AuthResult.FAIL : AuthResult.NONE,
                passed ? DkimSignatures.onlyDomain(headers) : List.of(),
                AuthResult.NONE,
                "mandrill",
                score.isNumber() && Double.isFinite(score.doubleValue()) ? score.doubleValue() : null);
    }
}
