package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.Attachment;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.Attachments;
import io.barium.provider.kit.AuthenticationResults;
import io.barium.provider.kit.DkimSignatures;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A mail as Mailgun's parsed form describes it. */
final class MailgunMail {
    /** Headers that are read here and that Mailgun also sends as fields, for forms without message-headers. */
    private static final List<String> HEADERS = List.of("From", "To", "Cc", "Subject", "Date", "Message-Id");

    private MailgunMail() {}

    /** Reads a form that is known to be whole. */
    static Mail read(Form form, MailEnvelope envelope) {
        MailHeaders headers = headers(form);
        FormField plain = form.field("body-plain");
        MailContent content =
                new MailContent(plain == null ? null : plain.boundedText(), form.text("body-html"), attachments(form));
        return content.under(headers, envelope, verdicts(headers));
    }

    private static MailHeaders headers(Form form) {
        List<MailHeaders.Field> fields = new ArrayList<>();
        FormField listed = form.field("message-headers");
        JsonNode tree = listed == null ? null : JsonBody.tree(listed.bytes());
        if (tree != null) {
            for (JsonNode pair : tree) {
                if (pair.isArray() && pair.path(0).isTextual() && pair.path(1).isTextual()) {
                    fields.add(new MailHeaders.Field(
                            pair.get(0).textValue(), pair.get(1).textValue()));
                }
            }
        }
        MailHeaders known = new MailHeaders(fields);
        for (String name : HEADERS) {
            String value = form.text(name) == null ? form.text(name.toLowerCase(Locale.ROOT)) : form.text(name);
            if (known.first(name) == null && value != null) {
                fields.add(new MailHeaders.Field(name, value));
            }
        }
        return known;
    }

    /**
     * What Mailgun found out. The sender can write such headers too, but only below the first Received header, which
     * Mailgun writes itself.
     */
    private static MailAuthentication verdicts(MailHeaders headers) {
        List<MailHeaders.Field> top = new ArrayList<>();
        for (MailHeaders.Field field : headers.fields()) {
            if (field.is("Received")) {
                break;
            }
            top.add(field);
        }
        MailHeaders mailguns = new MailHeaders(top);
        String spf = mailguns.first("X-Mailgun-Spf");
        String dkim = mailguns.first("X-Mailgun-Dkim-Check-Result");
        Double score = JsonBody.decimal(mailguns.first("X-Mailgun-Sscore"));
        String flag = mailguns.first("X-Mailgun-Sflag");
        if (spf == null && dkim == null && score == null && flag == null) {
            return MailAuthentication.UNKNOWN;
        }
        AuthResult dkimResult = dkim == null ? AuthResult.NONE : AuthenticationResults.result(dkim);
        String sender = mailguns.first("X-Envelope-From");
        String address = AddressParser.envelope(sender);
        return new MailAuthentication(
                spf == null ? AuthResult.NONE : AuthenticationResults.result(spf),
                address == null ? null : address.substring(address.lastIndexOf('@') + 1),
                dkimResult,
                dkimResult == AuthResult.PASS ? DkimSignatures.onlyDomain(headers) : List.of(),
                AuthResult.NONE,
                AuthResult.NONE,
                "mailgun",
                score,
                flag == null ? null : flag.strip().equalsIgnoreCase("yes"));
    }

    /** The files of the form, or those that a route with {@code store()} only names. */
    private static List<Attachment> attachments(Form form) {
        List<Attachment> out = new ArrayList<>();
        for (FormField field : form.fields()) {
            if (field.filename() != null && out.size() < Attachments.MAX) {
                out.add(Attachments.hashed(field));
            }
        }
        FormField stored = form.field("attachments");
        JsonNode tree = stored == null ? null : JsonBody.tree(stored.bytes());
        if (tree != null && tree.isArray()) {
            for (JsonNode node : tree) {
                if (node.isObject() && out.size() < Attachments.MAX) {
                    out.add(named(node));
                }
            }
        }
        return List.copyOf(out);
    }

    private static Attachment named(JsonNode stored) {
        String type = JsonBody.text(stored, "content-type");
        return Attachments.described(
                JsonBody.text(stored, "name"),
                type == null ? "application/octet-stream" : type,
                stored.path("size").asLong(0),
                "");
    }
}
