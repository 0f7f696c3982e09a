package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonMail;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mail as Postal describes it; its JSON and its forms have the same members.
 *
 * @param message the JSON object, or the form as such
 * @param source the feed that it came to
 */
record PostalMail(JsonNode message, Source source) {
    private static final JsonMail.AttachmentMembers ATTACHMENT =
            new JsonMail.AttachmentMembers("filename", "content_type", "size", List.of("data"));

    /** The last second of the year 9999. */
    private static final double LATEST = 253_402_300_799d;

    Mail read() throws MalformedHook {
        String id = JsonBody.number(message, "id");
        if (id == null) {
            throw new MalformedHook("id: expected the number of the message, found nothing");
        }
        String reached = JsonBody.text(message, "rcpt_to");
        List<String> recipients = AddressParser.envelopes(reached == null ? List.of() : List.of(reached));
        if (recipients.isEmpty()) {
            throw new MalformedHook("rcpt_to: expected a mail address, found none");
        }
        String raw = JsonMail.text(message, "message");
        return raw == null || raw.isBlank() ? processed(id, recipients) : raw(id, recipients, raw);
    }

    private Mail raw(String id, List<String> recipients, String text) throws MalformedHook {
        JsonNode flag = message.path("base64");
        byte[] raw = JsonMail.raw(text, flag.asBoolean(false), "message");
        String content = EventIds.ofContent(raw, recipients);
        return MimeReader.read(raw, envelope(id, content, recipients), PostalMail::spam);
    }

    private Mail processed(String id, List<String> recipients) {
        MailHeaders headers = new MailHeaders(List.of());
        for (String name : List.of("From", "To", "Cc", "Date", "Subject")) {
            headers = JsonMail.completed(headers, name, JsonBody.text(message, name.toLowerCase(Locale.ROOT)));
        }
        headers = JsonMail.completed(headers, "Message-ID", JsonBody.text(message, "message_id"));
        MailContent content = JsonMail.content(
                JsonMail.text(message, "plain_body"),
                JsonMail.text(message, "html_body"),
                JsonMail.attachments(message.get("attachments"), ATTACHMENT));
        String told = JsonMail.id(headers, content, sender(), recipients);
        return content.under(headers, envelope(id, told, recipients), spamStatus());
    }

    /**
     * Postal counts the messages of each of its mail servers from one, while one key signs for all; so the id alone
     * would let two mails pass for one.
     */
    private MailEnvelope envelope(String id, String content, List<String> recipients) {
        String eventId = id + "-" + content.substring(content.indexOf(':') + 1).substring(0, 16);
        return new MailEnvelope(
                EventIds.given(eventId), sender(), recipients, receivedAt(), source.authservId(), source.region());
    }

    private @Nullable String sender() {
        return AddressParser.envelope(JsonBody.text(message, "mail_from"));
    }

    private @Nullable Instant receivedAt() {
        Double seconds = JsonBody.decimal(message, "timestamp");
        return seconds == null || seconds < 0 || seconds > LATEST
                ? null
                : Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    /** What Postal found out: it writes such headers on top, above its own Received header. */
    private static MailAuthentication spam(MailHeaders headers) {
        List<MailHeaders.Field> top = new ArrayList<>();
        for (MailHeaders.Field field : headers.fields()) {
            if (!field.name().regionMatches(true, 0, "X-Postal-", 0, 9)) {
                break;
            }
            top.add(field);
        }
        MailHeaders postals = new MailHeaders(top);
        String spam = postals.first("X-Postal-Spam");
        return verdict(
                JsonBody.decimal(postals.first("X-Postal-Spam-Score")),
                spam == null ? null : spam.equalsIgnoreCase("yes"));
    }

    private MailAuthentication spamStatus() {
        String status = JsonBody.text(message, "spam_status");
        boolean checked = status != null && (status.equals("Spam") || status.equals("NotSpam"));
        return verdict(null, checked ? "Spam".equals(status) : null);
    }

    private static MailAuthentication verdict(@Nullable Double score, @Nullable Boolean spam) {
        return score == null && spam == null
                ? MailAuthentication.UNKNOWN
                : new MailAuthentication(
                        AuthResult.NONE,
                        null,
                        AuthResult.NONE,
                        List.of(),
                        AuthResult.NONE,
                        AuthResult.NONE,
                        "postal",
                        score,
                        spam);
    }
}
