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
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import io.barium.provider.kit.TextBounds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mail as the form of SendGrid's Inbound Parse describes it. */
final class SendGridMail {
    /** Headers that SendGrid also sends as fields, decoded. */
    private static final List<String> FIELDS = List.of("From", "To", "Cc", "Subject");

    private static final Pattern DKIM_RESULT = Pattern.compile("@([A-Za-z0-9._-]{1,255}) ?: ?([a-z]{1,20})");
    /** {@code {@a.example : pass}}, several in one pair of braces or one pair each. */
    private static final Pattern DKIM =
            Pattern.compile("(?:\\{" + DKIM_RESULT + "(?:, ?" + DKIM_RESULT + "){0,20}\\}){1,20}");

    private static final int MAX_DKIM = 4_000;

    private final Form form;
    private final Instant receivedAt;
    private final Source source;
    private final @Nullable JsonNode charsets;

    SendGridMail(Form form, Instant receivedAt, Source source) {
        this.form = form;
        this.receivedAt = receivedAt;
        this.source = source;
        FormField named = form.field("charsets");
        this.charsets = named == null ? null : JsonBody.tree(named.bytes());
    }

    Mail read() throws MalformedHook {
        FormField told = form.field("envelope");
        JsonNode envelope = told == null ? null : JsonBody.tree(told.bytes());
        if (envelope == null || !envelope.isObject()) {
            throw new MalformedHook(
                    "envelope: expected a JSON object, found " + (told == null ? "nothing" : "another"));
        }
        List<String> paths = new ArrayList<>();
        JsonNode recipients = envelope.path("to");
        if (recipients.isTextual()) {
            paths.add(recipients.textValue());
        }
        recipients.forEach(path -> paths.add(path.asText()));
        List<String> to = AddressParser.envelopes(paths);
        if (to.isEmpty()) {
            throw new MalformedHook("envelope.to: expected one or more mail addresses, found none");
        }
        String from = AddressParser.envelope(JsonBody.text(envelope, "from"));
        FormField mime = form.field("email");
        MailHeaders headers = mime == null ? headers() : MimeReader.headers(mime.bytes());
        MailEnvelope known =
                new MailEnvelope(id(headers, from, to), from, to, receivedAt, source.authservId(), source.region());
        MailAuthentication verdicts = verdicts(from);
        if (mime != null) {
            return MimeReader.read(mime.bytes(), known, h -> verdicts);
        }
        FormField plain = field("text");
        FormField html = field("html");
        return new MailContent(
                        plain == null ? null : plain.boundedText(), html == null ? null : html.text(), attachments())
                .under(headers, known, verdicts);
    }

    /**
     * SendGrid gives no id. Its repeats are the same in all of this, and a sender who uses one Message-ID twice is not
     * taken for a repeat.
     */
    private String id(MailHeaders headers, @Nullable String from, List<String> to) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String senderIp = form.filled("sender_ip");
        for (String part : new @Nullable String[] {headers.messageId(), from, senderIp}) {
            all.writeBytes((part + "\n").getBytes(StandardCharsets.UTF_8));
        }
        for (String name : List.of("email", "headers", "text", "html")) {
            FormField field = form.field(name);
            all.writeBytes(field == null ? new byte[0] : field.bytes());
            all.write(0);
        }
        return EventIds.ofContent(all.toByteArray(), to);
    }

    /** A field's text in its own charset. */
    private @Nullable FormField field(String name) {
        FormField field = form.field(name);
        String charset = charsets == null ? null : JsonBody.text(charsets, name);
        return field == null || charset == null ? field : field.in(charset);
    }

    /**
     * The header section. Where one of its lines has bytes beyond ASCII nobody knows their charset, but that of the
     * field with the same content is told.
     */
    private MailHeaders headers() {
        FormField block = field("headers");
        MailHeaders written = block == null
                ? new MailHeaders(List.of())
                : MimeReader.headers((block.text().stripLeading() + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        List<MailHeaders.Field> out = new ArrayList<>();
        for (String name : FIELDS) {
            FormField told = field(name.toLowerCase(Locale.ROOT));
            String given = written.first(name);
            if (told != null && (given == null || !isAscii(given))) {
                out.add(new MailHeaders.Field(name, told.boundedText().text()));
            }
        }
        List<MailHeaders.Field> replaced = List.copyOf(out);
        for (MailHeaders.Field field : written.fields()) {
            if (replaced.stream().noneMatch(r -> r.is(field.name()))) {
                out.add(field);
            }
        }
        return new MailHeaders(out);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** What SendGrid found out, from its own fields. */
    private MailAuthentication verdicts(@Nullable String from) {
        String spf = form.filled("SPF");
        String dkim = form.filled("dkim");
        Double score = score(form.filled("spam_score"));
        if (spf == null && dkim == null && score == null) {
            return MailAuthentication.UNKNOWN;
        }
        List<String> passed = new ArrayList<>();
        AuthResult best = AuthResult.NONE;
        if (dkim != null && dkim.length() <= MAX_DKIM && DKIM.matcher(dkim).matches()) {
            Matcher results = DKIM_RESULT.matcher(dkim);
            while (results.find()) {
                AuthResult result = AuthenticationResults.result(results.group(2));
                if (result == AuthResult.PASS) {
                    passed.add(TextBounds.name(results.group(1).toLowerCase(Locale.ROOT)));
                }
                best = result == AuthResult.PASS || best == AuthResult.NONE ? result : best;
            }
        }
        return new MailAuthentication(
                spf == null ? AuthResult.NONE : AuthenticationResults.result(spf),
                spf == null || from == null ? null : from.substring(from.lastIndexOf('@') + 1),
                best,
                passed.stream().distinct().toList(),
                AuthResult.NONE,
                "sendgrid",
                score);
    }

    private static @Nullable Double score(@Nullable String text) {
        return text != null && text.matches("-?[0-9]{1,6}(\\.[0-9]{1,6})?") ? Double.valueOf(text) : null;
    }

    private List<Attachment> attachments() {
        List<Attachment> out = new ArrayList<>();
        for (FormField field : form.fields()) {
            if (field.filename() != null && out.size() < Attachments.MAX) {
                out.add(Attachments.hashed(field));
            }
        }
        return List.copyOf(out);
    }
}
