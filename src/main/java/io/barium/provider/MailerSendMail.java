package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.AuthenticationResults;
import io.barium.provider.kit.DkimSignatures;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonMail;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail as MailerSend describes it.
 *
 * @param data the event's data
 * @param source the feed that it came to
 */
record MailerSendMail(JsonNode data, Source source) {
    private static final JsonMail.AttachmentMembers ATTACHMENT =
            new JsonMail.AttachmentMembers("file_name", "content_type", "size", List.of("content"));

    private static final Map<String, AuthResult> QUALIFIERS = Map.of(
            "+", AuthResult.PASS,
            "-", AuthResult.FAIL,
            "~", AuthResult.SOFTFAIL,
            "?", AuthResult.NEUTRAL);

    Mail read() throws MalformedHook {
        String id = JsonBody.text(data, "id");
        if (id == null) {
            throw new MalformedHook("data.id: expected the id of the message, found nothing");
        }
        String reached = JsonMail.mailboxes(data.path("recipients").get("rcptTo"), "name", "email");
        List<String> recipients = AddressParser.addresses(reached);
        if (recipients.isEmpty()) {
            throw new MalformedHook("data.recipients.rcptTo: expected one or more mail addresses, found none");
        }
        MailEnvelope envelope = new MailEnvelope(
                EventIds.given(id), sender(), recipients, createdAt(), source.authservId(), source.region());
        String raw = JsonMail.text(data, "raw");
        if (raw != null && !raw.isBlank()) {
            return MimeReader.read(JsonMail.raw(raw, false, "data.raw"), envelope, this::verdicts);
        }
        MailHeaders headers = headers();
        MailContent content = JsonMail.content(
                JsonMail.text(data, "text"),
                JsonMail.text(data, "html"),
                JsonMail.attachments(data.get("attachments"), ATTACHMENT));
        return content.under(headers, envelope, verdicts(headers));
    }

    private MailHeaders headers() {
        MailHeaders headers = JsonMail.headers(data.get("headers"));
        headers = JsonMail.completed(headers, "From", JsonMail.mailboxes(data.get("from"), "name", "email"));
        for (String name : List.of("To", "Cc")) {
            JsonNode listed = data.path("recipients").path(name.equals("To") ? "to" : "cc");
            headers = JsonMail.completed(headers, name, JsonMail.mailboxes(listed.get("data"), "name", "email"));
        }
        headers = JsonMail.completed(headers, "Subject", JsonBody.text(data, "subject"));
        return JsonMail.completed(headers, "Date", JsonBody.text(data, "date"));
    }

    private @Nullable String sender() {
        return AddressParser.envelope(JsonBody.text(data.path("sender"), "email"));
    }

    private @Nullable Instant createdAt() {
        String at = JsonBody.text(data, "created_at");
        if (at == null || at.length() > 40) {
            return null;
        }
        try {
            return OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private MailAuthentication verdicts(MailHeaders headers) {
        String code = JsonBody.text(data.path("spf_check"), "code");
        AuthResult spf =
                code == null ? AuthResult.NONE : QUALIFIERS.getOrDefault(code, AuthenticationResults.result(code));
        boolean dkim =
                data.path("dkim_check").isBoolean() && data.path("dkim_check").booleanValue();
        if (spf == AuthResult.NONE && !dkim) {
            return MailAuthentication.UNKNOWN;
        }
        String sender = spf == AuthResult.NONE ? null : sender();
        return new MailAuthentication(
                spf,
                sender == null ? null : sender.substring(sender.lastIndexOf('@') + 1),
                dkim ? AuthResult.PASS : AuthResult.NONE,
                dkim ? DkimSignatures.onlyDomain(headers) : List.of(),
                AuthResult.NONE,
                "mailersend",
                null);
    }
}
