package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Quotes;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.Attachments;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonMail;
import io.barium.provider.kit.MailContent;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.ProviderScore;
import io.barium.provider.kit.Sha256;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail as Brevo describes it.
 *
 * @param item one of the items of a POST
 * @param source the feed that it came to
 */
record BrevoMail(JsonNode item, Source source) {
    private static final JsonMail.AttachmentMembers ATTACHMENT =
            new JsonMail.AttachmentMembers("Name", "ContentType", "ContentLength", List.of());

    private static final int MAX_FETCHES = 50;
    private static final int MAX_RECIPIENTS = 50;

    Mail read() throws MalformedHook {
        MailHeaders headers = headers();
        MailContent content = JsonMail.content(
                JsonMail.text(item, "RawTextBody"),
                JsonMail.text(item, "RawHtmlBody"),
                JsonMail.attachments(item.get("Attachments"), ATTACHMENT));
        MailEnvelope envelope = new MailEnvelope(eventId(), sender(), recipients(), null, null, source.region());
        Double score = JsonBody.decimal(item, "SpamScore");
        return content.under(
                headers,
                envelope,
                ProviderScore.of("brevo", score == null ? JsonBody.decimal(item.path("Spam"), "Score") : score));
    }

    private MailHeaders headers() {
        MailHeaders headers = JsonMail.headers(item.get("Headers"));
        for (String name : List.of("From", "To", "Cc")) {
            headers = JsonMail.completed(headers, name, JsonMail.mailboxes(item.get(name), "Name", "Address"));
        }
        headers = JsonMail.completed(headers, "Subject", JsonBody.text(item, "Subject"));
        headers = JsonMail.completed(headers, "Message-ID", JsonBody.text(item, "MessageId"));
        return JsonMail.completed(headers, "Date", JsonBody.text(item, "SentAtDate"));
    }

    private String eventId() throws MalformedHook {
        List<String> uuids = JsonMail.texts(item.get("Uuid"));
        if (!uuids.isEmpty() && !uuids.get(0).isBlank()) {
            return EventIds.given(uuids.get(0).strip());
        }
        MailContent content =
                JsonMail.content(JsonMail.text(item, "RawTextBody"), JsonMail.text(item, "RawHtmlBody"), List.of());
        return JsonMail.id(headers(), content, sender(), recipients());
    }

    private @Nullable String sender() {
        return AddressParser.envelope(JsonMail.headers(item.get("Headers")).first("Return-Path"));
    }

    private List<String> recipients() throws MalformedHook {
        List<String> told = JsonMail.texts(item.get("Recipients"));
        String boxes = JsonMail.mailboxes(item.get("Recipients"), "Name", "Address");
        if (boxes != null) {
            told.add(boxes);
        }
        List<String> recipients = AddressParser.envelopes(told);
        MailHeaders headers = headers();
        if (recipients.isEmpty()) {
            recipients = AddressParser.addresses(headers.first("Delivered-To"));
        }
        if (recipients.isEmpty()) {
            recipients = headers.to();
        }
        if (recipients.isEmpty()) {
            throw new MalformedHook("items.Recipients: expected one or more mail addresses, there or in the headers"
                    + " Delivered-To, To or Cc, found none");
        }
        return recipients;
    }

    /** What is to be fetched of it: its attachments. */
    List<Fetch> fetches() throws MalformedHook {
        List<Fetch> out = new ArrayList<>();
        Map<String, String> mail = new HashMap<>();
        mail.put("event", eventId());
        List<String> recipients = recipients();
        mail.put("to", String.join(" ", recipients.subList(0, Math.min(MAX_RECIPIENTS, recipients.size()))));
        String sender = sender();
        if (sender != null) {
            mail.put("from", sender);
        }
        for (JsonNode attachment : item.path("Attachments")) {
            String token = JsonBody.text(attachment, "DownloadToken");
            String name = JsonBody.text(attachment, "Name");
            if (token != null && token.length() <= 2_000 && out.size() < MAX_FETCHES) {
                Map<String, String> context = new HashMap<>(mail);
                context.put("name", Attachments.described(name, "", 0, "").name());
                String path = URLEncoder.encode(token, StandardCharsets.UTF_8).replace("+", "%20");
                out.add(new Fetch("attachment", Brevo.ATTACHMENTS + path, Map.copyOf(context)));
            }
        }
        return out;
    }

    /** The mail's addition that an attachment was fetched; its bytes are the addition's raw bytes. */
    static Mail addition(Fetch fetch, Fetched content) throws MalformedHook {
        Map<String, String> of = fetch.context();
        List<String> to =
                AddressParser.envelopes(List.of(of.getOrDefault("to", "").split(" ")));
        if (to.isEmpty()) {
            throw new MalformedHook("to: expected the recipients of the mail that it is attached to, found none");
        }
        String type = content.mediaType();
        return new Mail(
                EventIds.given(of.getOrDefault("event", "") + ":attachment:"
                        + Sha256.hex(fetch.url().getBytes(StandardCharsets.UTF_8))
                                .substring(0, 16)),
                null,
                AddressParser.envelope(of.get("from")),
                to,
                List.of(),
                null,
                List.of(),
                null,
                "",
                "",
                false,
                List.of(Attachments.described(
                        of.get("name"),
                        type.isEmpty() ? "application/octet-stream" : type,
                        content.body().length,
                        Sha256.hex(content.body()))),
                MailAuthentication.UNKNOWN,
                Quotes.NONE);
    }
}
