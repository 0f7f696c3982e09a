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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request of MessageBird or Bird reports; forms and queries come as the object of their fields. */
record MessageBirdReport(JsonReport event) {
    private static final int MAX_MEDIA = 20;
    private static final List<String> TEXTS = List.of("body", "payload", "message");

    Reading read() throws MalformedHook {
        if (event.text("service") != null || event.hasChild("payload")) {
            return bird();
        }
        if (event.json().path("items").isArray()) {
            return calls(event.json().get("items"));
        }
        if (event.json().has("callID")) {
            return Reading.of(incoming());
        }
        if (event.json().has("statusDatetime") || (event.text("status") != null && event.text("originator") == null)) {
            return new Reading.Ignored("report on a message that was sent from here");
        }
        return Reading.of(sms());
    }

    private Sms sms() throws MalformedHook {
        String to = event.international("recipient");
        if (to == null) {
            throw new MalformedHook("recipient: expected the number that was reached, found nothing");
        }
        String text = "";
        for (String field : TEXTS) {
            text = text.isEmpty() ? event.message(field) : text;
        }
        Instant created = event.at("createdDatetime");
        return new Sms(
                event.id("id", "id"),
                created == null ? event.at("receivedDatetime") : created,
                event.international("originator"),
                to,
                text,
                event.texts("mediaUrls"),
                event.quotes(text));
    }

    private Reading bird() throws MalformedHook {
        String name = event.word("event");
        JsonReport payload = event.child("payload");
        if (!name.endsWith(".inbound") || payload.word("direction").equals("outgoing")) {
            return new Reading.Ignored("event that is no incoming message");
        }
        JsonReport contact = payload.child("sender").child("contact");
        JsonReport receiver = payload.child("receiver");
        String to = receiver.child("connector").international("identifierValue");
        if (to == null) {
            to = new JsonReport(receiver.json().path("contacts").path(0), event.region())
                    .international("identifierValue");
        }
        to = to == null ? payload.shown("channelId") : to;
        if (to == null) {
            throw new MalformedHook("payload.channelId: expected the channel that was reached, found nothing");
        }
        JsonReport body = payload.child("body");
        String text = "";
        List<String> media = new ArrayList<>();
        for (String kind : List.of("text", "image", "file")) {
            JsonReport part = body.child(kind);
            text = text.isEmpty() ? part.message("text") : text;
            for (JsonNode one : part.json().path(kind + "s")) {
                if (media.size() < MAX_MEDIA) {
                    media.addAll(new JsonReport(one, event.region()).texts("mediaUrl"));
                }
            }
        }
        return Reading.of(new Sms(
                payload.id("id", "payload.id"),
                payload.at("createdAt"),
                contact.international("identifierValue"),
                to,
                text,
                List.copyOf(media),
                event.quotes(text)));
    }

    private Call incoming() throws MalformedHook {
        String to = event.international("destination");
        if (to == null) {
            throw new MalformedHook("destination: expected the number that was called, found nothing");
        }
        String callId = event.id("callID", "callID");
        return call(callId + ":incoming", callId, CallStage.INCOMING, event, to, null);
    }

    private Reading calls(JsonNode items) throws MalformedHook {
        Batch batch = new Batch();
        for (int i = 0; i < items.size(); i++) {
            JsonReport item = new JsonReport(items.get(i), event.region());
            String path = "items[" + i + "].payload.";
            batch.add(item.json(), () -> step(item.word("type"), item.child("payload"), path));
        }
        return batch.reading(List.of(), "step within a call");
    }

    private @Nullable Call step(String type, JsonReport payload, String path) throws MalformedHook {
        switch (type) {
            case "callupdate" -> {
                String id = payload.id("id", path + "id");
                return update(id + ":" + payload.word("status"), id, CallStage.STATUS, payload);
            }
            case "recordingupdate" -> {
                String id = payload.id("id", path + "id");
                String call = payload.id(payload.json().has("callId") ? "callId" : "legId", path + "legId");
                return update(id + ":" + payload.word("status"), call, CallStage.RECORDING, payload);
            }
            default -> {
                // A leg is part of a call, which is reported itself.
                return null;
            }
        }
    }

    private Call update(String eventId, String callId, CallStage stage, JsonReport payload) {
        return call(eventId, callId, stage, payload, payload.international("destination"), payload.shown("status"));
    }

    private static Call call(
            String eventId,
            String callId,
            CallStage stage,
            JsonReport report,
            @Nullable String to,
            @Nullable String status) {
        Instant updated = report.at("updatedAt");
        return new Call(
                EventIds.given(eventId),
                updated == null ? report.at("createdAt") : updated,
                callId,
                stage,
                report.international("source"),
                to,
                null,
                null,
                StirShaken.UNKNOWN,
                status,
                report.seconds("duration"),
                null,
                "",
                Quotes.NONE);
    }
}
