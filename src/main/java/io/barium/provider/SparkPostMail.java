package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Mail;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.AuthenticationResults;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonMail;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail as SparkPost relays it.
 *
 * @param message the relay message
 * @param id of the batch and its place in it; {@code null} where the batch has none
 * @param source the feed that it came to
 */
record SparkPostMail(JsonNode message, @Nullable String id, Source source) {

    Mail read() throws MalformedHook {
        JsonNode content = message.path("content");
        String text = JsonMail.text(content, "email_rfc822");
        if (text == null || text.isBlank()) {
            return parsed(content);
        }
        boolean base64 = content.path("email_rfc822_is_base64").asBoolean(false);
        byte[] raw = JsonMail.raw(text, base64, "relay_message.content.email_rfc822");
        List<String> recipients = recipients(MimeReader.headers(raw));
        List<String> parties = new ArrayList<>(recipients);
        parties.add("from " + sender());
        return MimeReader.read(raw, envelope(EventIds.ofContent(raw, parties), recipients));
    }

    /** The envelope's; where it is absent, whom the mail names. */
    private List<String> recipients(MailHeaders headers) throws MalformedHook {
        List<String> envelope = AddressParser.envelopes(JsonMail.texts(message.get("rcpt_to")));
        List<String> recipients = envelope.isEmpty() ? headers.to() : envelope;
        if (recipients.isEmpty()) {
            throw new MalformedHook("relay_message.rcpt_to: expected a mail address, found none");
        }
        return recipients;
    }

    private Mail parsed(JsonNode content) throws MalformedHook {
        MailHeaders headers = JsonMail.headers(content.get("headers"));
        headers = JsonMail.completed(headers, "From", JsonBody.text(message, "friendly_from"));
        headers = JsonMail.completed(headers, "To", String.join(", ", JsonMail.texts(content.get("to"))));
        headers = JsonMail.completed(headers, "Cc", String.join(", ", JsonMail.texts(content.get("cc"))));
        headers = JsonMail.completed(headers, "Subject", JsonBody.text(content, "subject"));
        List<String> recipients = recipients(headers);
        MailContent read = JsonMail.content(JsonMail.text(content, "text"), JsonMail.text(content, "html"), List.of());
        return read.under(
                headers,
                envelope(JsonMail.id(headers, read, sender(), recipients), recipients),
                AuthenticationResults.of(headers, source.authservId()));
    }

    private MailEnvelope envelope(String fallbackId, List<String> recipients) {
        return new MailEnvelope(
                id == null ? fallbackId : EventIds.given(id),
                sender(),
                recipients,
                null,
                source.authservId(),
                source.region());
    }

    private @Nullable String sender() {
        return AddressParser.envelope(JsonBody.text(message, "msg_from"));
    }
}
