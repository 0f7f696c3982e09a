package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.model.StirShaken.Verification;
import io.barium.provider.kit.CallXml;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormFields;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.StirFindings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one request of Plivo reports. Numbers come without plus, and older reports have names with underscores. */
record PlivoReport(JsonReport fields, Source source) {
    private static final String RECORDING = "recording";
    private static final int MAX_MEDIA = 20;
    private static final Set<String> FINAL =
            Set.of("completed", "busy", "failed", "timeout", "no-answer", "cancel", "rejected");

    /** The fields: in the query of a GET, in the body of a POST. */
    static Form form(RawHook hook) {
        return hook.method().equals("GET") ? hook.queryForm() : hook.form();
    }

    static PlivoReport of(Form form, Source source) {
        return new PlivoReport(new JsonReport(FormFields.asJson(form), source.region()), source);
    }

    /** Whether it is about a message rather than a call. */
    static boolean isMessage(Form form) {
        return form.has("MessageUUID") && !form.has("CallUUID");
    }

    Reading read() throws MalformedHook {
        return fields.text("MessageUUID") != null && fields.text("CallUUID") == null ? message() : call();
    }

    private Reading message() throws MalformedHook {
        if (fields.text("Status") != null) {
            return new Reading.Ignored("status of a message that was sent from here");
        }
        String to = fields.international("To");
        if (to == null) {
            throw new MalformedHook("To: expected the number that was reached, found nothing");
        }
        String text = fields.message("Text").isEmpty() ? fields.message("Body") : fields.message("Text");
        return Reading.of(new Sms(
                fields.id("MessageUUID", "MessageUUID"),
                null,
                fields.international("From"),
                to,
                text,
                media(),
                fields.quotes(text)));
    }

    /** Plivo counts from 0 or from 1. */
    private List<String> media() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i <= MAX_MEDIA; i++) {
            String url = fields.shown("Media" + i);
            if (url != null) {
                out.add(url);
            }
        }
        return List.copyOf(out);
    }

    private Reading call() throws MalformedHook {
        String id = either("CallUUID", "call_uuid");
        if (id == null) {
            throw new MalformedHook("CallUUID, MessageUUID: expected the id of a call or message, found neither");
        }
        if (fields.word("Direction").equals("outbound")) {
            return new Reading.Ignored("call that was made from here");
        }
        CallStage stage = stage();
        String to = fields.international("To");
        if (to == null && stage == CallStage.INCOMING) {
            throw new MalformedHook("To: expected the number that was called, found nothing");
        }
        String text = fields.message("transcription");
        String url = shown("RecordUrl", "record_url");
        Call call = new Call(
                eventId(id, stage),
                null,
                EventIds.given(id),
                stage,
                fields.international("From"),
                to,
                fields.shown("CallerName"),
                fields.international("ForwardedFrom"),
                stirShaken(),
                fields.shown("CallStatus"),
                seconds(stage),
                url,
                text,
                fields.quotes(text));
        boolean kept =
                stage == CallStage.RECORDING && source.options().answering().mode() == Mode.RECORD;
        return kept && url != null ? Reading.of(call, List.of(fetch(call, url))) : Reading.of(call);
    }

    private Fetch fetch(Call call, String url) {
        String account = fields.text("ParentAuthID");
        return new Fetch(
                RECORDING,
                url,
                Map.of(
                        "event",
                        call.eventId(),
                        "call",
                        call.callId(),
                        "account",
                        account == null ? "" : EventIds.given(account)));
    }

    CallStage stage() {
        if (has("transcription") || has("transcription_charge")) {
            return CallStage.TRANSCRIPTION;
        }
        if (has("RecordUrl") || has("record_url") || has("RecordingID")) {
            return CallStage.RECORDING;
        }
        String event = fields.word("Event");
        if (!event.isEmpty()) {
            return event.equals("startapp") ? CallStage.INCOMING : CallStage.STATUS;
        }
        boolean over = has("HangupCause") || has("Duration") || FINAL.contains(fields.word("CallStatus"));
        return over ? CallStage.STATUS : CallStage.INCOMING;
    }

    private String eventId(String call, CallStage stage) {
        String recording = either("RecordingID", "recording_id");
        String event = either("Event", "CallStatus");
        String id = switch (stage) {
            case TRANSCRIPTION, RECORDING ->
                (recording == null ? call : recording) + ":" + stage.name().toLowerCase(Locale.ROOT);
            case INCOMING, STATUS -> call + (event == null ? "" : ":" + event);
        };
        return EventIds.given(id);
    }

    /** Plivo says whether it is verified, by which it means level A; what it calls not verified may be lower levels. */
    private StirShaken stirShaken() {
        String found = fields.text("STIRVerification");
        String level = fields.text("STIRAttestation");
        if (found == null) {
            return StirShaken.UNKNOWN;
        }
        boolean verified = found.equalsIgnoreCase("verified");
        boolean named = level != null && level.matches("[ABCabc]");
        return StirFindings.of(
                verified ? Verification.PASSED : Verification.NONE,
                named ? level : "A",
                named ? found + " " + level : found);
    }

    private @Nullable Integer seconds(CallStage stage) {
        return switch (stage) {
            case RECORDING -> fields.seconds(has("RecordingDuration") ? "RecordingDuration" : "recording_duration");
            case TRANSCRIPTION -> fields.seconds("duration");
            case INCOMING, STATUS -> fields.seconds("Duration");
        };
    }

    private boolean has(String field) {
        return fields.text(field) != null;
    }

    private @Nullable String either(String field, String other) {
        return has(field) ? fields.text(field) : fields.text(other);
    }

    private @Nullable String shown(String field, String other) {
        return has(field) ? fields.shown(field) : fields.shown(other);
    }

    /**
     * The answer to an incoming call.
     *
     * @param recorded URL at which the recording is to be reported
     */
    static String incoming(Answering answering, @Nullable String recorded) {
        String callback = recorded == null ? "" : " callbackUrl=\"" + CallXml.escape(recorded) + "\"";
        String elements = switch (answering.mode()) {
            case DECLINE -> "<Hangup reason=\"rejected\"/>";
            case RING -> "<Wait length=\"60\"/><Hangup reason=\"rejected\"/>";
            case SILENCE -> "<DTMF>" + "W".repeat(60) + "</DTMF><Hangup/>";
            case RECORD ->
                "<Speak>" + CallXml.escape(answering.prompt())
                        + "</Speak><Record maxLength=\"120\" timeout=\"10\" playBeep=\"true\" redirect=\"false\""
                        + callback + "/><Hangup/>";
        };
        return CallXml.DONE.replace("<Response/>", "<Response>" + elements + "</Response>");
    }
}
