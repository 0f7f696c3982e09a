package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PhoneNumbers;
import io.barium.provider.kit.QuoteFinder;
import io.barium.provider.kit.StirVerstat;
import io.barium.provider.kit.TextBounds;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One event of the generic provider.
 *
 * @param event the JSON object
 * @param fallbackId id of an event that has none
 * @param region ISO 3166 country of numbers without international prefix
 */
record GenericEvent(JsonNode event, String fallbackId, String region) {
    private static final int MAX_RECIPIENTS = 1_000;

    /** The channel of a body of any quality; mail where it does not say. */
    static Channel channel(byte[] body) {
        JsonNode tree = JsonBody.tree(body);
        String type = tree == null ? null : JsonBody.text(tree, "type");
        String word = type == null ? "" : words(type)[0];
        return word.equals("call") ? Channel.CALL : word.equals("sms") ? Channel.SMS : Channel.MAIL;
    }

    Contact read() throws MalformedHook {
        String type = JsonBody.text(event, "type");
        String[] words = words(type == null ? "" : type);
        return switch (words[0]) {
            case "mail" -> mail();
            case "call" -> call(words.length > 1 ? words[1] : "");
            case "sms" -> sms();
            default -> throw new MalformedHook("type: expected mail, call or sms");
        };
    }

    private static String[] words(String type) {
        return type.toLowerCase(Locale.ROOT).split("\\.", 2);
    }

    private Mail mail() throws MalformedHook {
        List<String> to = AddressParser.envelopes(texts("to"));
        if (to.isEmpty()) {
            throw new MalformedHook("to: expected one or more mail addresses, found none");
        }
        String given = JsonBody.text(event, "subject");
        String subject = given == null ? "" : TextBounds.subject(given);
        TextBounds.Bounded text = text();
        String from = JsonBody.text(event, "from");
        return new Mail(
                eventId(),
                at(),
                AddressParser.envelope(from),
                to,
                List.of(),
                null,
                List.of(),
                null,
                subject,
                text.text(),
                text.truncated(),
                List.of(),
                MailAuthentication.UNKNOWN,
                QuoteFinder.find(List.of(subject, text.text()), List.of(), region));
    }

    private Call call(String report) throws MalformedHook {
        String text = text().text();
        String callId = JsonBody.text(event, "callId");
        return new Call(
                eventId(),
                at(),
                callId == null ? eventId() : EventIds.given(callId),
                stage(report),
                caller(),
                reached(),
                null,
                null,
                attestation(),
                report.isEmpty() ? null : TextBounds.name(report),
                null,
                null,
                text,
                QuoteFinder.find(text, region));
    }

    private Sms sms() throws MalformedHook {
        String text = text().text();
        return new Sms(eventId(), at(), caller(), reached(), text, List.of(), QuoteFinder.find(text, region));
    }

    private static CallStage stage(String report) {
        return switch (report) {
            case "recording" -> CallStage.RECORDING;
            case "transcription" -> CallStage.TRANSCRIPTION;
            case "", "incoming", "received", "ringing" -> CallStage.INCOMING;
            default -> CallStage.STATUS;
        };
    }

    private String eventId() {
        String id = JsonBody.number(event, "id");
        return EventIds.given(id == null ? fallbackId : id);
    }

    private @Nullable String caller() {
        return PhoneNumbers.e164(JsonBody.text(event, "from"), region);
    }

    private String reached() throws MalformedHook {
        String to = PhoneNumbers.e164(JsonBody.text(event, "to"), region);
        if (to == null) {
            throw new MalformedHook("to: expected the number that was reached, as text");
        }
        return to;
    }

    private TextBounds.Bounded text() {
        String text = JsonBody.text(event, "text");
        return TextBounds.text(text == null ? "" : text);
    }

    private List<String> texts(String field) {
        List<String> out = new ArrayList<>();
        String single = JsonBody.text(event, field);
        if (single != null) {
            out.add(single);
        }
        for (JsonNode node : event.path(field)) {
            if (node.isTextual() && out.size() < MAX_RECIPIENTS) {
                out.add(node.textValue());
            }
        }
        return out;
    }

    private @Nullable Instant at() {
        String at = JsonBody.text(event, "at");
        if (at == null || at.length() > 40) {
            return null;
        }
        try {
            return OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private StirShaken attestation() {
        String given = JsonBody.text(event, "attestation");
        return given != null && given.matches("[ABC]")
                ? new StirShaken(StirShaken.Verification.PASSED, StirShaken.Attestation.valueOf(given), given)
                : StirVerstat.parse(given);
    }
}
