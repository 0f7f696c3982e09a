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
import io.barium.provider.kit.BracketForm;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonMail;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import io.barium.provider.kit.TextBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mail as CloudMailin describes it; its JSON and its forms have the same members.
 *
 * @param mail the JSON object, or the form as such
 * @param source the feed that it came to
 */
record CloudMailinMail(JsonNode mail, Source source) {
    private static final JsonMail.AttachmentMembers ATTACHMENT =
            new JsonMail.AttachmentMembers("file_name", "content_type", "size", List.of("content"));

    /** Reads a form, raw or normalized, that is known to be whole. */
    static Mail ofForm(Form form, Source source) throws MalformedHook {
        CloudMailinMail read = new CloudMailinMail(BracketForm.tree(form), source);
        FormField message = form.field("message");
        if (message != null) {
            return read.ofRaw(message.bytes());
        }
        List<Attachment> attachments = new ArrayList<>(read.attachments());
        for (FormField field : form.fields()) {
            if (field.filename() != null && attachments.size() < Attachments.MAX) {
                attachments.add(Attachments.hashed(field));
            }
        }
        return read.parsed(attachments);
    }

    /** Reads the normalized JSON. */
    Mail ofJson() throws MalformedHook {
        return parsed(attachments());
    }

    private Mail ofRaw(byte[] raw) throws MalformedHook {
        List<String> recipients = recipients();
        List<String> parties = new ArrayList<>(recipients);
        parties.add("from " + sender());
        MailAuthentication spf = spf();
        return MimeReader.read(raw, envelope(EventIds.ofContent(raw, parties), recipients), headers -> spf);
    }

    private Mail parsed(List<Attachment> attachments) throws MalformedHook {
        List<String> recipients = recipients();
        MailHeaders headers = headers();
        MailContent content =
                JsonMail.content(JsonMail.text(mail, "plain"), JsonMail.text(mail, "html"), List.copyOf(attachments));
        String id = JsonMail.id(headers, content, sender(), recipients);
        return content.under(headers, envelope(id, recipients), spf());
    }

    private MailEnvelope envelope(String id, List<String> recipients) {
        return new MailEnvelope(id, sender(), recipients, null, source.authservId(), source.region());
    }

    private List<Attachment> attachments() {
        return JsonMail.attachments(mail.get("attachments"), ATTACHMENT);
    }

    private @Nullable String sender() {
        return AddressParser.envelope(JsonBody.text(mail.path("envelope"), "from"));
    }

    private List<String> recipients() throws MalformedHook {
        JsonNode envelope = mail.path("envelope");
        List<String> paths = JsonMail.texts(envelope.get("recipients"));
        paths.addAll(JsonMail.texts(envelope.get("to")));
        List<String> recipients = AddressParser.envelopes(paths);
        if (recipients.isEmpty()) {
            throw new MalformedHook("envelope.recipients: expected one or more mail addresses, found none");
        }
        return recipients;
    }

    /** The headers; normalized ones are spelled {@code message_id}. */
    private MailHeaders headers() {
        return new MailHeaders(JsonMail.headers(mail.get("headers")).fields().stream()
                .map(f -> new MailHeaders.Field(f.name().replace('_', '-'), f.value()))
                .toList());
    }

    private MailAuthentication spf() {
        JsonNode spf = mail.path("envelope").path("spf");
        String result = JsonBody.text(spf, "result");
        if (result == null) {
            return MailAuthentication.UNKNOWN;
        }
        String domain = JsonBody.text(spf, "domain");
        return new MailAuthentication(
                AuthenticationResults.result(result),
                domain == null ? null : TextBounds.name(domain.toLowerCase(Locale.ROOT)),
                AuthResult.NONE,
                List.of(),
                AuthResult.NONE,
                "cloudmailin",
                null);
    }
}
