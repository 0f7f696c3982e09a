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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mail as Postmark describes it.
 *
 * @param event the JSON object
 * @param source the feed that it came to
 */
record PostmarkMail(JsonNode event, Source source) {
    /** Posts of the button "Check" have this one, all of them. */
    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

    /** Checks have {@code Data} where mails have {@code Content}. */
    private static final JsonMail.AttachmentMembers ATTACHMENT =
            new JsonMail.AttachmentMembers("Name", "ContentType", "ContentLength", List.of("Content", "Data"));

    private static final Map<String, AuthResult> SPF_TESTS = Map.of(
            "SPF_PASS", AuthResult.PASS,
            "SPF_FAIL", AuthResult.FAIL,
            "SPF_SOFTFAIL", AuthResult.SOFTFAIL,
            "SPF_NEUTRAL", AuthResult.NEUTRAL);

    /** Reads it; the body is what makes a mail without an id one mail. */
    Mail read(byte[] body) throws MalformedHook {
        MailHeaders listed = JsonMail.headers(event.get("Headers"));
        List<String> recipients = recipients();
        if (recipients.isEmpty()) {
            throw new MalformedHook("OriginalRecipient: expected a mail address, found none");
        }
        String id = JsonBody.text(event, "MessageID");
        MailEnvelope envelope = new MailEnvelope(
                id == null || id.equals(NO_ID) ? EventIds.ofContent(body, recipients) : EventIds.given(id),
                sender(listed),
                recipients,
                null,
                source.authservId(),
                source.region());
        String raw = JsonMail.text(event, "RawEmail");
        if (raw != null && !raw.isBlank()) {
            return MimeReader.read(
                    JsonMail.raw(raw, false, "RawEmail"), envelope, headers -> verdicts(listed, headers));
        }
        MailHeaders headers = headers(listed);
        MailContent content = JsonMail.content(
                JsonMail.text(event, "TextBody"),
                JsonMail.text(event, "HtmlBody"),
                JsonMail.attachments(event.get("Attachments"), ATTACHMENT));
        MailAuthentication verdicts = verdicts(listed, headers);
        return content.under(
                headers,
                envelope,
                verdicts.reportedBy() == null ? AuthenticationResults.of(headers, source.authservId()) : verdicts);
    }

    /** The envelope's recipient; where it is absent, whom the mail names, blind copies included. */
    private List<String> recipients() {
        String reached = JsonBody.text(event, "OriginalRecipient");
        List<String> envelope = AddressParser.envelopes(reached == null ? List.of() : List.of(reached));
        if (!envelope.isEmpty()) {
            return envelope;
        }
        return AddressParser.envelopes(Stream.of("ToFull", "CcFull", "BccFull")
                .map(this::mailboxes)
                .flatMap(Stream::ofNullable)
                .toList());
    }

    private @Nullable String mailboxes(String field) {
        return JsonMail.mailboxes(event.get(field), "Name", "Email");
    }

    /** Postmark puts the envelope's sender on top; a Return-Path further down is the sender's own. */
    private static @Nullable String sender(MailHeaders listed) {
        boolean told = !listed.fields().isEmpty() && listed.fields().get(0).is("Return-Path");
        return told ? AddressParser.envelope(listed.fields().get(0).value()) : null;
    }

    /** The headers, with those that Postmark takes out of the list. */
    private MailHeaders headers(MailHeaders listed) {
        MailHeaders all = listed;
        for (String name : List.of("From", "To", "Cc")) {
            String full = mailboxes(name + "Full");
            all = JsonMail.completed(all, name, full == null ? JsonBody.text(event, name) : full);
        }
        all = JsonMail.completed(all, "Subject", JsonBody.text(event, "Subject"));
        return JsonMail.completed(all, "Date", JsonBody.text(event, "Date"));
    }

    /** What Postmark found out, from the listed headers or, where they do not tell, from those of the raw mail. */
    private static MailAuthentication verdicts(MailHeaders listed, MailHeaders mail) {
        MailHeaders own = postmarks(listed);
        MailHeaders found = own.fields().isEmpty() ? postmarks(mail) : own;
        String status = found.first("X-Spam-Status");
        String tests = found.first("X-Spam-Tests");
        String receivedSpf = found.first("Received-SPF");
        Double score = JsonBody.decimal(found.first("X-Spam-Score"));
        if (status == null && tests == null && receivedSpf == null && score == null) {
            return MailAuthentication.UNKNOWN;
        }
        List<String> passed = List.of(tests == null ? new String[0] : tests.split("[,\\s]+"));
        boolean dkim = passed.contains("DKIM_VALID") || passed.contains("DKIM_VALID_AU");
        AuthResult spf = receivedSpf == null
                ? spf(passed)
                : AuthenticationResults.result(receivedSpf.split("[\\s(;]", 2)[0]);
        String sender = spf == AuthResult.NONE ? null : sender(listed);
        return new MailAuthentication(
                spf,
                sender == null ? null : sender.substring(sender.lastIndexOf('@') + 1),
                dkim ? AuthResult.PASS : passed.contains("DKIM_INVALID") ? AuthResult.FAIL : AuthResult.NONE,
                passed.contains("DKIM_VALID_AU") ? authorDomain(mail) : List.of(),
                AuthResult.NONE,
                AuthResult.NONE,
                "postmark",
                score,
                status == null ? null : status.toLowerCase(Locale.ROOT).startsWith("yes"));
    }

    private static AuthResult spf(List<String> tests) {
        return tests.stream()
                .filter(SPF_TESTS::containsKey)
                .map(SPF_TESTS::get)
                .findFirst()
                .orElse(AuthResult.NONE);
    }

    /** The test DKIM_VALID_AU is about the author's own domain. */
    private static List<String> authorDomain(MailHeaders mail) {
        List<String> from = mail.from();
        String domain = from.size() == 1 ? from.get(0).substring(from.get(0).lastIndexOf('@') + 1) : "";
        return !domain.isEmpty() && DkimSignatures.has(mail, domain) ? List.of(domain) : List.of();
    }

    /** What Postmark wrote: on top, around the first Received header, which is its own. */
    private static MailHeaders postmarks(MailHeaders headers) {
        List<MailHeaders.Field> out = new ArrayList<>();
        boolean received = false;
        for (MailHeaders.Field field : headers.fields()) {
            boolean verdict = field.is("Received-SPF") || field.name().regionMatches(true, 0, "X-Spam-", 0, 7);
            boolean trace = field.is("Received") && !received && out.isEmpty();
            boolean path = field.is("Return-Path") && !received && out.isEmpty();
            if (verdict) {
                out.add(field);
            } else if (!trace && !path) {
                break;
            }
            received |= trace;
        }
        return new MailHeaders(out);
    }
}
