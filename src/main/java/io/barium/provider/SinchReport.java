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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one request of Sinch reports; its products are told apart by their field names. */
record SinchReport(JsonReport event) {
    private static final int MAX_MEDIA = 20;
    private static final Set<String> NUMBERED = Set.of("sms", "mms");
    private static final List<String> TEXT_FIELDS = List.of("text_message", "fallback_message");

    Reading read() throws MalformedHook {
        String name = event.word("event");
        if (name.startsWith("call.")) {
            return secondVoice(name);
        }
        if (!name.isEmpty()) {
            return voice(name);
        }
        String type = event.word("type");
        if (type.startsWith("mo_")) {
            return Reading.of(sms(type));
        }
        if (!type.isEmpty()) {
            return new Reading.Ignored("report on a message that was sent from here");
        }
        if (event.hasChild("message")) {
            return conversation(event.child("message"));
        }
        if (event.text("app_id") != null || event.text("project_id") != null) {
            return new Reading.Ignored("event of a conversation that is no message");
        }
        throw new MalformedHook("event, type, message: expected one of them, found none");
    }

    private Reading voice(String name) throws MalformedHook {
        return switch (name) {
            case "ice" -> Reading.of(incoming());
            case "dice" -> Reading.of(ended());
            case "notify" -> notification();
            case "ace" -> new Reading.Ignored("answer to a call that was made from here");
            default -> new Reading.Ignored("step within a call");
        };
    }

    private String callId() throws MalformedHook {
        return event.id(event.text("callid") == null ? "callId" : "callid", "callid");
    }

    private Call incoming() throws MalformedHook {
        String to = event.child("to").international("endpoint");
        if (to == null) {
            throw new MalformedHook("to.endpoint: expected the number that was called, found nothing");
        }
        return call(
                callId() + ":ice",
                callId(),
                CallStage.INCOMING,
                event.international("cli"),
                to,
                event.international("rdnis"),
                null,
                null,
                null);
    }

    private Call ended() throws MalformedHook {
        String result = event.shown("result");
        return call(
                callId() + ":dice",
                callId(),
                CallStage.STATUS,
                event.international("from"),
                event.child("to").international("endpoint"),
                null,
                result == null ? event.shown("reason") : result,
                event.seconds("duration"),
                null);
    }

    private Reading notification() throws MalformedHook {
        String type = event.word("type");
        CallStage stage = switch (type) {
            case "recording_finished", "recording_available" -> CallStage.RECORDING;
            case "transcription_available" -> CallStage.TRANSCRIPTION;
            default -> CallStage.INCOMING;
        };
        return stage == CallStage.INCOMING
                ? new Reading.Ignored("notification that is about no recording")
                : Reading.of(call(
                        callId() + ":" + type,
                        callId(),
                        stage,
                        null,
                        null,
                        null,
                        type,
                        null,
                        event.shown("destination")));
    }

    private Call call(
            String eventId,
            String callId,
            CallStage stage,
            @Nullable String from,
            @Nullable String to,
            @Nullable String forwardedFrom,
            @Nullable String status,
            @Nullable Integer seconds,
            @Nullable String recordingUrl) {
        return new Call(
                EventIds.given(eventId),
                event.at("timestamp"),
                callId,
                stage,
                from,
                to,
                null,
                forwardedFrom,
                StirShaken.UNKNOWN,
                status,
                seconds,
                recordingUrl,
                "",
                Quotes.NONE);
    }

    private Reading secondVoice(String name) throws MalformedHook {
        JsonReport call = event.child("call");
        String callId = call.id("callId", "call.callId");
        if (call.word("direction").equals("outbound")) {
            return new Reading.Ignored("call that was made from here");
        }
        String to = party(call.child("to"));
        if (name.equals("call.incoming") && to == null) {
            throw new MalformedHook("call.to: expected the number that was called, found nothing");
        }
        CallStage stage = switch (name) {
            case "call.incoming" -> CallStage.INCOMING;
            case "call.answered", "call.hangup", "call.failed", "call.busy", "call.rejected", "call.timeout" ->
                CallStage.STATUS;
            case "call.recording.finished", "call.recording.failed" -> CallStage.RECORDING;
            default -> null;
        };
        if (stage == null) {
            return new Reading.Ignored("step within a call");
        }
        return Reading.of(new Call(
                EventIds.given(callId + ":" + name),
                secondVoiceTime(call, stage),
                callId,
                stage,
                party(call.child("from")),
                to,
                null,
                null,
                StirShaken.UNKNOWN,
                call.shown("callResult"),
                call.seconds("callDurationSeconds"),
                null,
                "",
                Quotes.NONE));
    }

    private static @Nullable Instant secondVoiceTime(JsonReport call, CallStage stage) {
        if (stage == CallStage.INCOMING) {
            return call.at("startTime");
        }
        return call.at("endTime") == null ? call.at("updateTime") : call.at("endTime");
    }

    /** A number of the telephone network, or the address of a SIP endpoint. */
    private static @Nullable String party(JsonReport party) {
        String number = party.child("phone").international("number");
        JsonReport sip = party.child("sip");
        String address = sip.text("uri") == null ? sip.text("endpoint") : sip.text("uri");
        return number == null && address != null ? TextBounds.name(address) : number;
    }

    private Sms sms(String type) throws MalformedHook {
        String to = event.international("to");
        if (to == null) {
            throw new MalformedHook("to: expected the number that was reached, found nothing");
        }
        JsonReport media = event.child("body");
        String text = switch (type) {
            case "mo_text" -> event.message("body");
            case "mo_media" -> joined(media.message("subject"), media.message("message"));
            default -> "";
        };
        Instant sent = event.at("sent_at");
        return new Sms(
                event.id("id", "id"),
                sent == null ? event.at("received_at") : sent,
                event.international("from"),
                to,
                text,
                urls(media.json().path("media")),
                event.quotes(text));
    }

    private Reading conversation(JsonReport message) throws MalformedHook {
        if (message.word("direction").equals("to_contact")) {
            return new Reading.Ignored("message that was sent from here");
        }
        JsonReport identity = message.child("channel_identity");
        String to = message.international("sender_id");
        if (to == null) {
            if (!NUMBERED.contains(identity.word("channel"))) {
                return new Reading.Ignored("message on a channel that has no numbers");
            }
            throw new MalformedHook("message.sender_id: expected the number that was reached, found nothing");
        }
        JsonReport content = message.child("contact_message");
        String text = "";
        for (String field : TEXT_FIELDS) {
            text = joined(text, content.child(field).message("text"));
        }
        text = joined(text, content.child("media_card_message").message("caption"));
        List<String> media = new ArrayList<>(content.child("media_message").texts("url"));
        media.addAll(content.child("media_card_message").texts("url"));
        Instant accepted = message.at("accept_time");
        return Reading.of(new Sms(
                message.id("id", "message.id"),
                accepted == null ? event.at("accepted_time") : accepted,
                identity.international("identity"),
                to,
                text,
                List.copyOf(media),
                event.quotes(text)));
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty()
                ? first + second
                : TextBounds.text(first + "\n" + second).text();
    }

    private static List<String> urls(JsonNode media) {
        List<String> out = new ArrayList<>();
        for (JsonNode part : media) {
            String url = part.path("url").textValue();
            if (url != null && !url.isBlank() && out.size() < MAX_MEDIA) {
                out.add(TextBounds.subject(url));
            }
        }
        return List.copyOf(out);
    }
}
