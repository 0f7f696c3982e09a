package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.FormFields;
import io.barium.provider.kit.IsoInstants;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.TextBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one webhook of Vonage says, whichever of its APIs sent it. Numbers come without plus. */
record VonageReport(JsonReport fields) {
    private static final int MAX_MEDIA = 20;
    private static final List<String> MEDIA = List.of("image", "audio", "video", "file", "vcard", "sticker");
    /** Whether a person or a machine answered is found out on outgoing calls alone. */
    private static final Set<String> OF_OUTGOING = Set.of("human", "machine");

    /** What a webhook is about; its fields tell, the APIs share one URL. */
    enum Kind {
        SMS,
        MESSAGE,
        RECEIPT,
        ANSWER,
        EVENT,
        RECORDING,
        TRANSCRIPTION,
        OTHER
    }

    /** The fields: in the query of a GET, else in the body; empty when there are none. */
    static JsonNode fields(RawHook hook) {
        if (hook.method().equals("GET")) {
            return FormFields.asJson(hook.queryForm());
        }
        if (isForm(hook)) {
            return FormFields.asJson(hook.form());
        }
        JsonNode tree = JsonBody.unproven(hook.body());
        return tree == null || !tree.isObject() ? MissingNode.getInstance() : tree;
    }

    /**
     * The report in a request.
     *
     * @throws MalformedHook when it has no fields
     */
    static VonageReport of(RawHook hook, String region) throws MalformedHook {
        if (hook.method().equals("GET")) {
            return new VonageReport(
                    new JsonReport(FormFields.asJson(hook.queryForm().whole()), region));
        }
        return new VonageReport(new JsonReport(
                isForm(hook) ? FormFields.asJson(hook.form().whole()) : JsonBody.object(hook.body()), region));
    }

    private static boolean isForm(RawHook hook) {
        return hook.mediaType().equals("application/x-www-form-urlencoded");
    }

    static Kind kind(JsonNode fields) {
        if (has(fields, "msisdn", "messageId", "message-timestamp")) {
            return has(fields, "status", "err-code", "scts") ? Kind.RECEIPT : Kind.SMS;
        }
        if (has(fields, "message_uuid")) {
            return has(fields, "status") ? Kind.RECEIPT : Kind.MESSAGE;
        }
        if (has(fields, "transcription_url")) {
            return Kind.TRANSCRIPTION;
        }
        if (has(fields, "recording_url")) {
            return Kind.RECORDING;
        }
        if (has(fields, "status", "dtmf", "speech", "timed_out", "conversation_uuid_from")) {
            return Kind.EVENT;
        }
        return has(fields, "uuid") && has(fields, "to") ? Kind.ANSWER : Kind.OTHER;
    }

    private static boolean has(JsonNode fields, String... names) {
        for (String name : names) {
            if (fields.hasNonNull(name)) {
                return true;
            }
        }
        return false;
    }

    Reading read() throws MalformedHook {
        Kind kind = kind(fields.json());
        return switch (kind) {
            case SMS -> sms();
            case MESSAGE -> message();
            case RECEIPT -> new Reading.Ignored("report on a message that was sent from here");
            case ANSWER, EVENT, RECORDING, TRANSCRIPTION -> call(kind);
            case OTHER -> other();
        };
    }

    private Reading other() throws MalformedHook {
        if (has(fields.json(), "reason", "type", "conversation_uuid")) {
            return new Reading.Ignored("report that is no contact, such as of an error");
        }
        throw new MalformedHook("uuid, message_uuid, messageId: expected the id of a call or message, found none");
    }

    private Reading sms() throws MalformedHook {
        String to = required("to");
        String text = fields.message("text");
        String time = fields.text("message-timestamp");
        return Reading.of(new Sms(
                fields.id("messageId", "messageId"),
                IsoInstants.parse(time == null ? null : time.replace(' ', 'T')),
                fields.international("msisdn"),
                to,
                text,
                List.of(),
                fields.quotes(text)));
    }

    private Reading message() throws MalformedHook {
        String to = party("to");
        if (to == null) {
            throw new MalformedHook("to: expected the number that was reached, found nothing");
        }
        // The first version of the API had the content one level deeper.
        JsonReport old = fields.child("message").child("content");
        JsonReport content = old.json().isObject() ? old : fields;
        String text = text(content);
        return Reading.of(new Sms(
                fields.id("message_uuid", "message_uuid"),
                fields.at("timestamp"),
                party("from"),
                to,
                text,
                media(content),
                fields.quotes(text)));
    }

    private static String text(JsonReport content) {
        String text = content.message("text");
        for (String media : MEDIA) {
            text = text.isEmpty() ? content.child(media).message("caption") : text;
        }
        text = text.isEmpty() ? content.child("reply").message("title") : text;
        return text.isEmpty() ? content.child("button").message("text") : text;
    }

    private static List<String> media(JsonReport content) {
        List<JsonNode> parts = new ArrayList<>();
        MEDIA.forEach(media -> parts.add(content.json().path(media)));
        content.json().path("content").forEach(parts::add);
        List<String> out = new ArrayList<>();
        for (JsonNode part : parts) {
            JsonNode url = part.path("url");
            if (url.isTextual() && !url.textValue().isBlank() && out.size() < MAX_MEDIA) {
                out.add(TextBounds.subject(url.textValue()));
            }
        }
        return List.copyOf(out);
    }

    /** A number, or an object with one. */
    private @Nullable String party(String field) {
        JsonReport object = fields.child(field);
        if (!object.json().isObject()) {
            return fields.international(field);
        }
        String number = object.international("number");
        return number == null ? object.shown("id") : number;
    }

    private Reading call(Kind kind) throws MalformedHook {
        String status = fields.word("status");
        if (fields.word("direction").equals("outbound") || OF_OUTGOING.contains(status)) {
            return new Reading.Ignored("call that was made from here");
        }
        String to = kind == Kind.ANSWER ? required("to") : fields.international("to");
        String state = state(kind, status);
        String from = fields.international("from");
        boolean recorded = kind == Kind.RECORDING || kind == Kind.TRANSCRIPTION;
        return Reading.of(new Call(
                eventId(kind, state),
                fields.at("timestamp"),
                callId(),
                stage(kind),
                from == null ? fields.shown("from_user") : from,
                to,
                null,
                null,
                StirShaken.UNKNOWN,
                kind == Kind.ANSWER ? null : state,
                recorded ? recordedSeconds() : fields.seconds("duration"),
                fields.shown("recording_url"),
                "",
                fields.quotes("")));
    }

    private String state(Kind kind, String status) {
        return switch (kind) {
            case ANSWER -> "answer";
            case RECORDING -> "record";
            case TRANSCRIPTION -> "transcribed";
            default ->
                !status.isEmpty() ? status : fields.json().hasNonNull("conversation_uuid_from") ? "transfer" : "input";
        };
    }

    private static CallStage stage(Kind kind) {
        return switch (kind) {
            case ANSWER -> CallStage.INCOMING;
            case RECORDING -> CallStage.RECORDING;
            case TRANSCRIPTION -> CallStage.TRANSCRIPTION;
            default -> CallStage.STATUS;
        };
    }

    private String eventId(Kind kind, String state) throws MalformedHook {
        if (fields.text("recording_uuid") != null) {
            return EventIds.given(fields.text("recording_uuid") + ":" + state);
        }
        String time = kind == Kind.ANSWER ? null : fields.text("timestamp");
        String leg = fields.text("uuid") == null ? fields.text("call_uuid") : fields.text("uuid");
        return EventIds.given((leg == null ? callId() : leg) + ":" + state + (time == null ? "" : ":" + time));
    }

    /** Recordings name the conversation alone, and an incoming call has one of its own. */
    private String callId() throws MalformedHook {
        for (String field : List.of("conversation_uuid", "conversation_uuid_from", "uuid", "call_uuid")) {
            if (fields.text(field) != null) {
                return fields.id(field, field);
            }
        }
        throw new MalformedHook("conversation_uuid, uuid: expected the id of the call, found neither");
    }

    private @Nullable Integer recordedSeconds() {
        Instant start = fields.at("start_time");
        Instant end = fields.at("end_time");
        long seconds =
                start == null || end == null ? -1 : Duration.between(start, end).toSeconds();
        return seconds < 0 || seconds > Integer.MAX_VALUE ? null : (int) seconds;
    }

    private String required(String field) throws MalformedHook {
        String number = fields.international(field);
        if (number == null) {
            throw new MalformedHook(field + ": expected the number that was reached, found nothing");
        }
        return number;
    }
}
