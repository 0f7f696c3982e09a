package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Attachment;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.Attachments;
import io.barium.provider.kit.EnvelopeContext;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import io.barium.provider.kit.TextBounds;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail in the three forms in which Resend tells of it, one after the other.
 *
 * @param source the configured feed
 */
record ResendMail(Source source) {
    /** The fetch of headers and texts. */
    static final String CONTENT = "content";
    /** The fetch of the raw mail. */
    static final String RAW = "raw";

    private static final Pattern EMAIL_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern SHORT_OFFSET = Pattern.compile(".*[+-][0-9]{2}");

    /** The notice, and the fetch of the content. */
    Reading notice(JsonNode body, @Nullable String svixId) throws MalformedHook {
        JsonNode data = body.path("data");
        String emailId = JsonBody.text(data, "email_id");
        if (emailId == null || !EMAIL_ID.matcher(emailId).matches()) {
            throw new MalformedHook(
                    "data.email_id: expected the id of the mail, found " + (emailId == null ? "nothing" : "another"));
        }
        List<String> to = recipients(data);
        if (to.isEmpty()) {
            throw new MalformedHook("data.received_for, to, cc, bcc: expected a mail address, found none");
        }
        Instant at = instant(JsonBody.text(data, "created_at"));
        MailEnvelope envelope = new MailEnvelope(
                EventIds.given(svixId == null ? emailId : svixId),
                null,
                to,
                at == null ? instant(JsonBody.text(body, "created_at")) : at,
                source.authservId(),
                source.region());
        Fetch content =
                new Fetch(CONTENT, "https://api.resend.com/emails/receiving/" + emailId, EnvelopeContext.of(envelope));
        return Reading.of(
                new MailContent(null, null, attachments(data))
                        .under(headers(data), envelope, MailAuthentication.UNKNOWN),
                List.of(content));
    }

    /** Headers and texts, and the fetch of the raw mail. */
    Reading content(Fetch fetch, Fetched fetched) throws MalformedHook {
        JsonNode data = JsonBody.object(fetched.body());
        MailEnvelope envelope = EnvelopeContext.read(fetch, CONTENT, source);
        String text = JsonBody.text(data, "text");
        MailContent content = new MailContent(
                text == null ? null : TextBounds.text(text), JsonBody.text(data, "html"), attachments(data));
        String url = JsonBody.text(data.path("raw"), "download_url");
        return Reading.of(
                content.under(headers(data), envelope, MailAuthentication.UNKNOWN),
                url == null ? List.of() : List.of(new Fetch(RAW, url, fetch.context())));
    }

    /** The raw mail. */
    Reading raw(Fetch fetch, Fetched fetched) throws MalformedHook {
        if (MimeReader.headers(fetched.body()).fields().isEmpty()) {
            throw new MalformedHook("body: expected a mail, found no header");
        }
        return Reading.of(MimeReader.read(fetched.body(), EnvelopeContext.read(fetch, RAW, source)));
    }

    private static List<String> recipients(JsonNode data) {
        List<String> received = AddressParser.envelopes(texts(data.path("received_for")));
        if (!received.isEmpty()) {
            return received;
        }
        List<String> named = new ArrayList<>();
        for (String field : List.of("to", "cc", "bcc")) {
            named.addAll(texts(data.path(field)));
        }
        return AddressParser.envelopes(named);
    }

    /** The headers, where they are told; what Resend tells beside them for those that are missing. */
    private static MailHeaders headers(JsonNode data) {
        List<MailHeaders.Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : data.path("headers").properties()) {
            for (String value : texts(header.getValue())) {
                fields.add(new MailHeaders.Field(header.getKey(), value));
            }
        }
        MailHeaders headers = new MailHeaders(fields);
        add(headers, "From", texts(data.path("from")));
        add(headers, "To", texts(data.path("to")));
        add(headers, "Cc", texts(data.path("cc")));
        add(headers, "Subject", texts(data.path("subject")));
        add(headers, "Message-ID", texts(data.path("message_id")));
        return headers;
    }

    private static void add(MailHeaders headers, String name, List<String> values) {
        if (!values.isEmpty() && headers.first(name) == null) {
            headers.fields().add(new MailHeaders.Field(name, String.join(", ", values)));
        }
    }

    private static List<String> texts(JsonNode textOrList) {
        List<String> out = new ArrayList<>();
        if (textOrList.isTextual()) {
            out.add(textOrList.textValue());
        }
        for (JsonNode text : textOrList) {
            if (text.isTextual()) {
                out.add(text.textValue());
            }
        }
        return out;
    }

    private static List<Attachment> attachments(JsonNode data) {
        List<Attachment> out = new ArrayList<>();
        for (JsonNode file : data.path("attachments")) {
            if (file.isObject() && out.size() < Attachments.MAX) {
                String type = JsonBody.text(file, "content_type");
                out.add(Attachments.described(
                        JsonBody.text(file, "filename"),
                        type == null ? "application/octet-stream" : type,
                        Math.max(0, file.path("size").asLong(0)),
                        ""));
            }
        }
        return List.copyOf(out);
    }

    /** RFC 3339, or as PostgreSQL writes it. */
    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null || text.length() > 40) {
            return null;
        }
        String iso = text.replace(' ', 'T') + (SHORT_OFFSET.matcher(text).matches() ? ":00" : "");
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
