package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Attachment;
import io.barium.model.Mail;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.Attachments;
import io.barium.provider.kit.HeaderParameters;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonMail;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.ProviderScore;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail as Mailjet describes it.
 *
 * @param mail the JSON object
 * @param source the feed that it came to
 */
record MailjetMail(JsonNode mail, Source source) {
    private static final Pattern ATTACHMENT = Pattern.compile("(Inline)?Attachment\\d{1,6}");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

    Mail read() throws MalformedHook {
        List<String> recipients = AddressParser.envelopes(JsonMail.texts(mail.get("Recipient")));
        if (recipients.isEmpty()) {
            throw new MalformedHook("Recipient: expected a mail address, found none");
        }
        MailHeaders headers = JsonMail.headers(mail.get("Headers"));
        headers = JsonMail.completed(headers, "From", JsonBody.text(mail, "From"));
        headers = JsonMail.completed(headers, "Subject", JsonBody.text(mail, "Subject"));
        MailContent content =
                JsonMail.content(JsonMail.text(mail, "Text-part"), JsonMail.text(mail, "Html-part"), attachments());
        String sender = AddressParser.envelope(JsonBody.text(mail, "Sender"));
        MailEnvelope envelope = new MailEnvelope(
                JsonMail.id(headers, content, sender, recipients), sender, recipients, date(), null, source.region());
        return content.under(
                headers, envelope, ProviderScore.of("mailjet", JsonBody.decimal(mail, "SpamAssassinScore")));
    }

    /** The contents are members of the mail; what they are called stands in the parts that refer to them. */
    private List<Attachment> attachments() {
        Map<String, MailHeaders> described = new HashMap<>();
        for (JsonNode part : mail.path("Parts")) {
            String ref = JsonBody.text(part, "ContentRef");
            if (ref != null) {
                described.putIfAbsent(ref, JsonMail.headers(part.get("Headers")));
            }
        }
        List<Attachment> out = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : mail.properties()) {
            boolean content = ATTACHMENT.matcher(member.getKey()).matches()
                    && member.getValue().isTextual();
            if (content && out.size() < Attachments.MAX) {
                MailHeaders headers = described.getOrDefault(member.getKey(), new MailHeaders(List.of()));
                out.add(attachment(headers, member.getValue().textValue()));
            }
        }
        return List.copyOf(out);
    }

    private static Attachment attachment(MailHeaders headers, String content) {
        HeaderParameters type = HeaderParameters.parse(headers.first("Content-Type"));
        HeaderParameters disposition = HeaderParameters.parse(headers.first("Content-Disposition"));
        String name = disposition.get("filename") == null ? type.get("name") : disposition.get("filename");
        return JsonMail.attachment(name, type.value().isEmpty() ? null : type.value(), content, 0);
    }

    /** The Date header as Mailjet read it. */
    private @Nullable Instant date() {
        String date = JsonBody.text(mail, "Date");
        try {
            return date == null ? null : LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
