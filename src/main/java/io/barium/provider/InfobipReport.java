package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.TextBounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one request of Infobip reports: messages come as a list of results, a call's events one by one. */
record InfobipReport(JsonReport body) {
    private static final int MAX_PARTS = 20;

    Reading read() throws MalformedHook {
        if (body.json().has("results")) {
            return messages(body.json().get("results"));
        }
        String type = body.text("type");
        if (type == null) {
            throw new MalformedHook("results, type: expected messages or the kind of event, found neither");
        }
        return call(type.toUpperCase(Locale.ROOT));
    }

    private Reading messages(JsonNode results) throws MalformedHook {
        if (!results.isArray()) {
            throw new MalformedHook("results: expected a list");
        }
        Batch batch = new Batch();
        for (int i = 0; i < results.size(); i++) {
            JsonReport result = new JsonReport(results.get(i), body.region());
            String path = "results[" + i + "].";
            batch.add(result.json(), () -> isIncoming(result) ? message(result, path) : null);
        }
        return batch.reading(List.of(), "reports on messages that were sent from here");
    }

    /** Reports on outgoing messages have a status and say when they were sent, not when they were received. */
    private static boolean isIncoming(JsonReport result) {
        String event = result.word("event");
        return event.isEmpty()
                ? result.json().has("receivedAt")
                        || !(result.hasChild("status") || result.json().has("sentAt"))
                : event.equals("mo");
    }

    private static Sms message(JsonReport result, String path) throws MalformedHook {
        String id = result.id("messageId", path + "messageId");
        String to = result.international(result.json().has("to") ? "to" : "destination");
        if (to == null) {
            throw new MalformedHook(path + "to: expected the number that was reached, found nothing");
        }
        List<String> media = new ArrayList<>();
        String text = text(result, media);
        return new Sms(
                id,
                result.at("receivedAt"),
                result.international(result.json().has("from") ? "from" : "sender"),
                to,
                text,
                List.copyOf(media),
                result.quotes(text));
    }

    /** The text of an SMS; of an MMS or of the Messages API the texts of its parts, and where the others are. */
    private static String text(JsonReport result, List<String> media) {
        String whole = result.message("text");
        if (!whole.isEmpty()) {
            return whole;
        }
        String message = result.message("message");
        if (!message.isEmpty()) {
            return message;
        }
        StringBuilder out = new StringBuilder();
        for (String field : List.of("message", "content")) {
            JsonNode parts = result.json().path(field);
            int taken = 0;
            for (JsonNode part : parts.isArray() ? parts : List.of(parts)) {
                if (taken++ < MAX_PARTS) {
                    JsonReport one = new JsonReport(part, result.region());
                    String text = one.message("text").isEmpty() ? plain(one) : one.message("text");
                    out.append(out.isEmpty() || text.isEmpty() ? "" : "\n").append(text);
                    media.addAll(one.texts("url"));
                }
            }
        }
        return TextBounds.text(out.toString()).text();
    }

    private static String plain(JsonReport part) {
        return part.word("contentType").startsWith("text/plain") ? part.message("value") : "";
    }

    private Reading call(String type) throws MalformedHook {
        String callId = body.id("callId", "callId");
        JsonReport properties = body.child("properties");
        JsonReport call = properties.child(properties.hasChild("call") ? "call" : "callLog");
        if (call.word("direction").equals("outbound")) {
            return new Reading.Ignored("call that was made from here");
        }
        return switch (type) {
            case "CALL_RECEIVED" -> Reading.of(incoming(callId, call));
            case "CALL_FINISHED", "CALL_FAILED", "CALL_DISCONNECTED", "CALL_ESTABLISHED" ->
                Reading.of(report(callId, type, CallStage.STATUS, call, status(type, call, properties), null));
            case "CALL_RECORDING_READY" -> Reading.of(recording(callId, properties.child("recording")));
            default -> new Reading.Ignored("step within a call");
        };
    }

    private Call incoming(String callId, JsonReport call) throws MalformedHook {
        Call incoming = report(callId, "CALL_RECEIVED", CallStage.INCOMING, call, call.shown("state"), null);
        if (incoming.to() == null) {
            throw new MalformedHook("properties.call.to: expected the number that was called, found nothing");
        }
        return incoming;
    }

    private static String status(String type, JsonReport call, JsonReport properties) {
        JsonReport error = call.hasChild("errorCode") ? call.child("errorCode") : properties.child("errorCode");
        String name = error.shown("name");
        String state = call.shown("state");
        return name != null ? name : state != null ? state : type;
    }

    private Call recording(String callId, JsonReport recording) {
        JsonNode files = recording.json().path("files");
        JsonReport file = new JsonReport(files.path(0), body.region());
        String fileId = file.text("id");
        return report(
                callId,
                "CALL_RECORDING_READY" + (fileId == null ? "" : ":" + fileId),
                CallStage.RECORDING,
                recording,
                recording.shown("status"),
                file.seconds("duration"));
    }

    private Call report(
            String callId,
            String event,
            CallStage stage,
            JsonReport call,
            @Nullable String status,
            @Nullable Integer seconds) {
        JsonReport endpoint = call.child("endpoint");
        String from = call.international("from");
        String to = call.international("to");
        Instant at = body.at("timestamp");
        return new Call(
                EventIds.given(callId + ":" + event),
                at == null ? call.at("startTime") : at,
                callId,
                stage,
                from == null ? endpoint.international("phoneNumber") : from,
                to == null ? body.international("to") : to,
                null,
                null,
                StirShaken.UNKNOWN,
                status,
                seconds == null ? call.seconds("duration") : seconds,
                null,
                "",
                Quotes.NONE);
    }
}
