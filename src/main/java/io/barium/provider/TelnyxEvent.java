package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.model.Copies;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.model.StirShaken.Verification;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PhoneNumbers;
import io.barium.provider.kit.Recordings;
import io.barium.provider.kit.StirFindings;
import io.barium.provider.kit.TextBounds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One webhook of Telnyx's API version 2.
 *
 * @param data what happened
 * @param payload to what
 */
record TelnyxEvent(JsonReport data, JsonReport payload, Source source) {
    private static final String RECORDING = "recording";

    private static final int MAX_PARTIES = 20;
    private static final Pattern DIVERTED_BY = Pattern.compile("(?:sips?|tel):(\\+?[0-9]{3,15})(?![0-9])");

    /**
     * The webhook that the body holds.
     *
     * @throws MalformedHook when it is of API version 1, or none
     */
    static TelnyxEvent of(JsonNode body, Source source) throws MalformedHook {
        JsonReport root = new JsonReport(body, source.region());
        if (!root.hasChild("data")) {
            throw new MalformedHook("data: expected an object, found none; webhooks of API version 1 are not read,"
                    + " version 2 has to be chosen at Telnyx");
        }
        JsonReport data = root.child("data");
        return new TelnyxEvent(data, data.child("payload"), source);
    }

    /** What Telnyx found out about a calling number, in the words of its webhooks. */
    static StirShaken stirShaken(@Nullable String attestation, @Nullable String validated) {
        if (attestation == null && validated == null) {
            return StirShaken.UNKNOWN;
        }
        boolean valid = "true".equalsIgnoreCase(validated);
        Verification outcome = valid
                ? Verification.PASSED
                : attestation != null && validated != null ? Verification.FAILED : Verification.NONE;
        String words = (attestation == null ? "" : attestation + " ") + (valid ? "validated" : "not validated");
        return StirFindings.of(outcome, attestation, words);
    }

    Reading read() throws MalformedHook {
        String type = data.text("event_type");
        if (type == null) {
            throw new MalformedHook("data.event_type: expected the name of an event, found nothing");
        }
        if (type.equals("message.received")) {
            return message();
        }
        if (type.startsWith("message.")) {
            return new Reading.Ignored("report on a message that was sent from here");
        }
        if (!type.startsWith("call.")) {
            return new Reading.Ignored("event of neither call nor message");
        }
        return payload.word("direction").equals("outgoing")
                ? new Reading.Ignored("call that was made from here")
                : call(type.substring("call.".length()));
    }

    private Reading message() throws MalformedHook {
        if (payload.word("direction").equals("outbound")) {
            return new Reading.Ignored("message that was sent from here");
        }
        List<String> to = parties("to");
        if (to.isEmpty()) {
            throw new MalformedHook("data.payload.to: expected one or more numbers, found none");
        }
        String from = party(payload.json().path("from"));
        String text = payload.message("text");
        Instant at = payload.at("received_at") == null ? data.at("occurred_at") : payload.at("received_at");
        String id = data.id("id", "data.id");
        String group = group(to, from, text, at);
        List<Contact> out = new ArrayList<>();
        for (String number : to) {
            out.add(new Sms(
                    to.size() == 1 ? id : EventIds.given(id + ":" + number),
                    at,
                    from == null || JsonReport.isWithheld(from) ? null : from,
                    number,
                    group,
                    text,
                    media(),
                    payload.quotes(text)));
        }
        return Reading.of(out);
    }

    /** What the webhooks of one message to a group have in common: each of our numbers in it gets its own. */
    private @Nullable String group(List<String> to, @Nullable String from, String text, @Nullable Instant at) {
        Set<String> all = new TreeSet<>(to);
        all.addAll(parties("cc"));
        return all.size() == 1
                ? null
                : Copies.of(
                        "telnyx",
                        String.valueOf(from),
                        String.join(",", all),
                        text,
                        at == null ? "" : at.truncatedTo(ChronoUnit.HOURS).toString());
    }

    private List<String> parties(String field) {
        Set<String> out = new LinkedHashSet<>();
        JsonNode list = payload.json().path(field);
        for (JsonNode entry : list.isArray() ? list : List.of(list)) {
            String number = party(entry);
            if (number != null && out.size() < MAX_PARTIES) {
                out.add(number);
            }
        }
        return List.copyOf(out);
    }

    private @Nullable String party(JsonNode entry) {
        JsonNode number = entry.isObject() ? entry.path("phone_number") : entry;
        return number.isTextual() ? PhoneNumbers.e164(number.textValue(), source.region()) : null;
    }

    private List<String> media() {
        List<String> out = new ArrayList<>();
        for (JsonNode entry : payload.json().path("media")) {
            JsonNode url = entry.path("url");
            if (url.isTextual() && !url.textValue().isBlank() && out.size() < MAX_PARTIES) {
                out.add(TextBounds.subject(url.textValue()));
            }
        }
        return List.copyOf(out);
    }

    private Reading call(String report) throws MalformedHook {
        JsonReport transcription = payload.child("transcription_data");
        if (report.equals("transcription")
                && transcription.json().path("is_final").isBoolean()
                && !transcription.json().path("is_final").booleanValue()) {
            return new Reading.Ignored("part of a transcription that is going to be replaced");
        }
        CallStage stage = stage(report);
        String to = payload.number("to");
        if (to == null && stage == CallStage.INCOMING) {
            throw new MalformedHook("data.payload.to: expected the number that was called, found nothing");
        }
        String text = transcription.message("transcript").isEmpty()
                ? payload.message("transcription_text")
                : transcription.message("transcript");
        String url = recordingUrl();
        Call call = new Call(
                data.id("id", "data.id"),
                data.at("occurred_at"),
                callId(),
                stage,
                payload.number("from"),
                to,
                payload.shown("caller_id_name"),
                forwardedFrom(),
                stirShaken(payload.text("shaken_stir_attestation"), validated()),
                TextBounds.name(report),
                seconds(stage),
                url,
                text,
                payload.quotes(text));
        boolean kept =
                stage == CallStage.RECORDING && source.options().answering().mode() == Mode.RECORD;
        return kept && url != null
                ? Reading.of(call, List.of(new Fetch(RECORDING, url, Recordings.context(call))))
                : Reading.of(call);
    }

    private static CallStage stage(String report) {
        return switch (report) {
            case "initiated" -> CallStage.INCOMING;
            case "recording.saved" -> CallStage.RECORDING;
            case "transcription", "recording.transcription.saved" -> CallStage.TRANSCRIPTION;
            default -> CallStage.STATUS;
        };
    }

    /** All reports on one call name its session; commands and old webhooks may not. */
    private String callId() throws MalformedHook {
        for (String field : List.of("call_session_id", "call_leg_id")) {
            if (payload.text(field) != null) {
                return payload.id(field, "data.payload." + field);
            }
        }
        return payload.id("call_control_id", "data.payload.call_session_id, call_leg_id, call_control_id");
    }

    private @Nullable String validated() {
        JsonNode node = payload.json().path("shaken_stir_validated");
        return node.isBoolean() ? node.asText() : payload.text("shaken_stir_validated");
    }

    /** The number in the Diversion header, which the carrier before Telnyx wrote. */
    private @Nullable String forwardedFrom() {
        for (JsonNode header : payload.json().path("sip_headers")) {
            JsonReport field = new JsonReport(header, source.region());
            String value = field.shown("value");
            if (field.word("name").equals("diversion") && value != null) {
                Matcher matcher = DIVERTED_BY.matcher(value);
                return matcher.find() ? PhoneNumbers.e164(matcher.group(1), source.region()) : null;
            }
        }
        return null;
    }

    private @Nullable Integer seconds(CallStage stage) {
        boolean recording = stage == CallStage.RECORDING;
        Instant start = payload.at(recording ? "recording_started_at" : "start_time");
        Instant end = payload.at(recording ? "recording_ended_at" : "end_time");
        if (start == null || end == null) {
            return null;
        }
        long seconds = Duration.between(start, end).toSeconds();
        return seconds < 0 || seconds > Integer.MAX_VALUE ? null : (int) seconds;
    }

    private @Nullable String recordingUrl() {
        for (String list : List.of("recording_urls", "public_recording_urls")) {
            JsonReport urls = payload.child(list);
            String url = urls.shown("mp3") == null ? urls.shown("wav") : urls.shown("mp3");
            if (url != null) {
                return url;
            }
        }
        return null;
    }
}
