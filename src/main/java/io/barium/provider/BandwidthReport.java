package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Copies;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.model.StirShaken.Verification;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.QuoteFinder;
import io.barium.provider.kit.Recordings;
import io.barium.provider.kit.StirFindings;
import io.barium.provider.kit.TextBounds;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one request of Bandwidth reports: a list is about messages, an object about a call. */
record BandwidthReport(JsonNode body, String region, boolean recorded) {
    static final String RECORDING = "recording";
    static final String TRANSCRIPTION = "transcription";

    Reading read() throws MalformedHook {
        return body.isArray() ? messages() : call(new JsonReport(body, region));
    }

    private Reading messages() throws MalformedHook {
        Batch batch = new Batch();
        for (int i = 0; i < body.size(); i++) {
            JsonReport event = new JsonReport(body.get(i), region);
            String path = "[" + i + "].";
            batch.add(event.json(), () -> incoming(event, path));
        }
        return batch.reading(List.of(), "reports on messages that were sent from here");
    }

    private static @Nullable Sms incoming(JsonReport event, String path) throws MalformedHook {
        String type = event.word("type");
        if (type.isEmpty()) {
            throw new MalformedHook(path + "type: expected the kind of event, found nothing");
        }
        return type.equals("message-received") ? message(event, path) : null;
    }

    private static Sms message(JsonReport event, String path) throws MalformedHook {
        JsonReport message = event.child("message");
        String id = message.id("id", path + "message.id");
        String owner = message.number("owner");
        String to = owner == null ? event.number("to") : owner;
        if (to == null) {
            throw new MalformedHook(path + "message.owner: expected the number that was reached, found nothing");
        }
        String from = message.number("from");
        String text = message.message("text");
        Instant at = message.at("time") == null ? event.at("time") : message.at("time");
        return new Sms(
                id, at, from, to, group(message, from, text, at), text, message.texts("media"), message.quotes(text));
    }

    /** Each of our numbers in a group gets a copy with an id of its own. */
    private static @Nullable String group(
            JsonReport message, @Nullable String from, String text, @Nullable Instant at) {
        List<String> all = message.texts("to").stream().sorted().toList();
        if (all.size() < 2) {
            return null;
        }
        String hour = at == null ? "" : at.truncatedTo(ChronoUnit.HOURS).toString();
        return Copies.of("bandwidth", from == null ? "" : from, String.join(",", all), text, hour);
    }

    private Reading call(JsonReport event) throws MalformedHook {
        String type = event.text("eventType");
        if (type == null) {
            throw new MalformedHook("eventType: expected the kind of event, found nothing");
        }
        if (event.word("direction").equals("outbound")) {
            return new Reading.Ignored("call that was made from here");
        }
        return switch (type) {
            case "initiate" -> Reading.of(incoming(event));
            case "disconnect" -> Reading.of(ended(event));
            case "recordingAvailable" -> recording(event);
            case "transcriptionAvailable" -> transcription(event);
            default -> new Reading.Ignored("step within a call");
        };
    }

    private static Call incoming(JsonReport event) throws MalformedHook {
        String callId = event.id("callId", "callId");
        if (event.number("to") == null) {
            throw new MalformedHook("to: expected the number that was called, found nothing");
        }
        return report(
                event,
                callId + ":initiate",
                CallStage.INCOMING,
                event.child("diversion").number("origTo"),
                stirShaken(event.child("stirShaken")),
                null,
                null,
                null);
    }

    private static StirShaken stirShaken(JsonReport given) {
        String verstat = given.text("verstat");
        String words = verstat == null ? "" : verstat.toLowerCase(Locale.ROOT);
        Verification outcome = words.matches("tn-(verification|validation)-passed.*")
                ? Verification.PASSED
                : words.matches("tn-(verification|validation)-failed.*") ? Verification.FAILED : Verification.NONE;
        return StirFindings.of(outcome, given.text("attestationIndicator"), verstat);
    }

    private static Call ended(JsonReport event) throws MalformedHook {
        String callId = event.id("callId", "callId");
        Instant answered = event.at("answerTime");
        Instant end = event.at("endTime");
        Integer seconds = answered == null || end == null || end.isBefore(answered)
                ? null
                : wholeSeconds(Duration.between(answered, end));
        return report(
                event,
                callId + ":disconnect",
                CallStage.STATUS,
                null,
                StirShaken.UNKNOWN,
                event.shown("cause"),
                seconds,
                null);
    }

    private Reading recording(JsonReport event) throws MalformedHook {
        String recordingId = event.id("recordingId", "recordingId");
        String status = event.word("status");
        Call call = report(
                event,
                recordingId + ":" + (status.isEmpty() ? "available" : status),
                CallStage.RECORDING,
                null,
                StirShaken.UNKNOWN,
                event.shown("status"),
                length(event),
                event.shown("mediaUrl"));
        boolean there = recorded && call.recordingUrl() != null && !status.equals("error");
        return there
                ? Reading.of(
                        call,
                        List.of(new Fetch(RECORDING, String.valueOf(call.recordingUrl()), Recordings.context(call))))
                : Reading.of(call);
    }

    private Reading transcription(JsonReport event) throws MalformedHook {
        JsonReport transcription = event.child("transcription");
        String id = transcription.id("id", "transcription.id");
        Call call = report(
                event,
                id,
                CallStage.TRANSCRIPTION,
                null,
                StirShaken.UNKNOWN,
                transcription.shown("status"),
                length(event),
                event.shown("mediaUrl"));
        String url = transcription.shown("url");
        return recorded && url != null
                ? Reading.of(call, List.of(new Fetch(TRANSCRIPTION, url, Recordings.context(call))))
                : Reading.of(call);
    }

    private static Call report(
            JsonReport event,
            String eventId,
            CallStage stage,
            @Nullable String forwardedFrom,
            StirShaken stirShaken,
            @Nullable String status,
            @Nullable Integer seconds,
            @Nullable String recordingUrl)
            throws MalformedHook {
        return new Call(
                EventIds.given(eventId),
                event.at("eventTime"),
                event.id("callId", "callId"),
                stage,
                event.number("from"),
                event.number("to"),
                null,
                forwardedFrom,
                stirShaken,
                status,
                seconds,
                recordingUrl,
                "",
                Quotes.NONE);
    }

    /** A length like {@code PT20.056S}. */
    private static @Nullable Integer length(JsonReport event) {
        String duration = event.text("duration");
        try {
            return duration == null || duration.length() > 40 ? null : wholeSeconds(Duration.parse(duration));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Integer wholeSeconds(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 0 || seconds > Integer.MAX_VALUE ? null : (int) seconds;
    }

    /** What a transcription that was fetched says: {@code {"transcripts": [{"text": ...}]}}. */
    static Call transcription(Fetch fetch, Fetched content, String region) throws MalformedHook {
        StringBuilder all = new StringBuilder();
        for (JsonNode part : JsonBody.object(content.body()).path("transcripts")) {
            all.append(all.isEmpty() ? "" : "\n").append(part.path("text").asText());
        }
        if (all.isEmpty()) {
            throw new MalformedHook("transcripts: expected texts, found none");
        }
        String text = TextBounds.text(all.toString()).text();
        Map<String, String> of = fetch.context();
        return new Call(
                EventIds.given(of.getOrDefault("event", fetch.url()) + ":text"),
                null,
                EventIds.given(of.getOrDefault("call", fetch.url())),
                CallStage.TRANSCRIPTION,
                null,
                null,
                null,
                null,
                StirShaken.UNKNOWN,
                "fetched",
                null,
                null,
                text,
                text.isBlank() ? Quotes.NONE : QuoteFinder.find(text, region));
    }
}
