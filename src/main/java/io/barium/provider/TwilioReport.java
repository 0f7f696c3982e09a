package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.provider.kit.CallXml;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.IsoInstants;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PhoneNumbers;
import io.barium.provider.kit.QuoteFinder;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.StirVerstat;
import io.barium.provider.kit.TextBounds;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one request reports in Twilio's field names, and how it is answered in Twilio's language. SignalWire and Telnyx
 * speak it too; what only one of them sends is told by names that the others do not use.
 */
record TwilioReport(Form form, Source source) {
    private static final String RECORDING = "recording";
    private static final int MAX_MEDIA = 20;
    private static final Set<String> FINAL = Set.of("completed", "busy", "failed", "no-answer", "canceled");
    /** What Twilio shows for a withheld number; the digits spell anonymous, restricted and the like on a keypad. */
    private static final Set<String> WITHHELD = Set.of(
            "+266696687",
            "+86282452253",
            "+7378742833",
            "+2562533",
            "+8656696",
            "anonymous",
            "restricted",
            "unavailable",
            "unknown",
            "blocked",
            "private");

    /** The fields: in the query of a GET, in the body of a POST. */
    static Form form(RawHook hook) {
        return hook.method().equals("GET") ? hook.queryForm() : hook.form();
    }

    /** Whether it is about a message rather than a call. */
    static boolean isMessage(Form form) {
        return !form.has("CallSid") && messageSid(form) != null;
    }

    /** Which report of a call it is. */
    static CallStage stage(Form form) {
        if (form.has("TranscriptionSid")) {
            return CallStage.TRANSCRIPTION;
        }
        String status = form.filled("CallStatus");
        // Telnyx's report of a call's end repeats its recording.
        boolean end = form.has("ConnectionId") && status != null && FINAL.contains(status);
        if (!end && (form.has("RecordingSid") || form.has("RecordingUrl"))) {
            return CallStage.RECORDING;
        }
        boolean callback = form.has("CallbackSource") || form.has("CallDuration") || form.has("SequenceNumber");
        return callback || (status != null && FINAL.contains(status)) ? CallStage.STATUS : CallStage.INCOMING;
    }

    /**
     * Reads it, with its recording where calls are recorded.
     *
     * @param format what has to follow the recording's URL to get the audio
     */
    Reading read(String format) throws MalformedHook {
        Reading reading = isMessage(form) ? message() : call();
        boolean recorded = reading instanceof Reading.Contacts contacts
                && contacts.contacts().get(0) instanceof Call call
                && call.stage() == CallStage.RECORDING
                && call.recordingUrl() != null;
        if (!recorded || source.options().answering().mode() != Mode.RECORD) {
            return reading;
        }
        Call call = (Call) ((Reading.Contacts) reading).contacts().get(0);
        String account = form.filled("AccountSid");
        return Reading.of(
                call,
                List.of(new Fetch(
                        RECORDING,
                        call.recordingUrl() + format,
                        Map.of(
                                "event",
                                call.eventId(),
                                "call",
                                call.callId(),
                                "account",
                                account == null ? "" : EventIds.given(account)))));
    }

    /**
     * The answer to it.
     *
     * @param recorded URL at which a recording is to be reported; {@code null} where it is reported without asking
     */
    Reply answer(@Nullable String recorded) {
        if (isMessage(form)) {
            return Reply.xml(CallXml.DONE);
        }
        return switch (stage(form)) {
            case INCOMING -> Reply.xml(CallXml.incoming(source.options().answering(), recorded));
            // A recording that has just ended asks what to do next.
            case RECORDING -> Reply.xml(CallXml.DONE);
            case STATUS, TRANSCRIPTION -> Reply.empty(200);
        };
    }

    private Reading message() throws MalformedHook {
        String sid = messageSid(form);
        if (sid == null) {
            throw new MalformedHook("MessageSid: expected the id of the message, found nothing");
        }
        String status = form.has("MessageStatus") ? form.filled("MessageStatus") : form.filled("SmsStatus");
        if (status != null && !status.startsWith("receiv")) {
            return new Reading.Ignored("status of a message that was sent from here");
        }
        String to = number("To");
        if (to == null) {
            throw new MalformedHook("To: expected the number that was reached, found nothing");
        }
        FormField body = form.field("Body");
        String text = body == null ? "" : body.boundedText().text();
        return Reading.of(new Sms(EventIds.given(sid), null, caller(), to, text, media(), quotes(text)));
    }

    private Reading call() throws MalformedHook {
        String sid = form.filled("CallSid");
        if (sid == null) {
            throw new MalformedHook("CallSid, MessageSid: expected the id of a call or message, found neither");
        }
        String direction = form.filled("Direction");
        if (direction != null && direction.startsWith("outbound")) {
            return new Reading.Ignored("call that was made from here");
        }
        CallStage stage = stage(form);
        String to = number("To") == null ? number("Called") : number("To");
        if (to == null && stage == CallStage.INCOMING) {
            throw new MalformedHook("To: expected the number that was called, found nothing");
        }
        FormField transcript = form.field("TranscriptionText");
        String text = transcript == null ? "" : transcript.boundedText().text();
        return Reading.of(new Call(
                EventIds.given(eventId(sid, stage)),
                occurredAt(),
                EventIds.given(sid),
                stage,
                caller(),
                to,
                shown(form.has("CallerName") ? "CallerName" : "CallerId"),
                number("ForwardedFrom"),
                stirShaken(),
                shown(statusField(stage)),
                seconds(stage == CallStage.RECORDING ? "RecordingDuration" : "CallDuration"),
                shown("RecordingUrl"),
                text,
                quotes(text)));
    }

    private static @Nullable String messageSid(Form form) {
        for (String name : List.of("MessageSid", "SmsMessageSid", "SmsSid")) {
            String sid = form.filled(name);
            if (sid != null) {
                return sid;
            }
        }
        return null;
    }

    private static String statusField(CallStage stage) {
        return switch (stage) {
            case INCOMING, STATUS -> "CallStatus";
            case RECORDING -> "RecordingStatus";
            case TRANSCRIPTION -> "TranscriptionStatus";
        };
    }

    /** Status callbacks are numbered within their call; without that, ringing would be told twice under one id. */
    private String eventId(String sid, CallStage stage) {
        String status = form.filled(statusField(stage));
        String state = ":" + (status == null ? stage.name().toLowerCase(Locale.ROOT) : status);
        String sequence = form.filled("SequenceNumber");
        String recording = form.filled("RecordingSid");
        return switch (stage) {
            case INCOMING -> sid + state;
            case STATUS -> sid + state + (sequence == null ? "" : ":" + sequence);
            case RECORDING -> (recording == null ? sid + ":" + RECORDING : recording) + state;
            case TRANSCRIPTION -> form.filled("TranscriptionSid") + state;
        };
    }

    private StirShaken stirShaken() {
        String verstat = form.filled("StirVerstat");
        return verstat == null
                ? TelnyxEvent.stirShaken(form.filled("ShakenStirAttestation"), form.filled("ShakenStirValidated"))
                : StirVerstat.parse(verstat);
    }

    private @Nullable String caller() {
        String from = form.has("From") ? number("From") : number("Caller");
        return from == null || WITHHELD.contains(from.toLowerCase(Locale.ROOT)) ? null : from;
    }

    /** A number without the name of the messaging channel before it. */
    private @Nullable String number(String field) {
        String given = form.text(field);
        if (given == null) {
            return null;
        }
        int colon = given.indexOf(":+");
        return PhoneNumbers.e164(colon < 0 ? given : given.substring(colon + 1), source.region());
    }

    private @Nullable String shown(String field) {
        String value = form.filled(field);
        return value == null ? null : TextBounds.subject(value);
    }

    private @Nullable Integer seconds(String field) {
        String value = form.filled(field);
        return value != null && value.matches("[0-9]{1,8}") ? Integer.valueOf(value) : null;
    }

    private @Nullable Instant occurredAt() {
        String time = form.has("Timestamp") ? form.filled("Timestamp") : form.filled("RecordingStartTime");
        if (time == null || time.length() > 60) {
            return null;
        }
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(time, Instant::from);
        } catch (DateTimeException e) {
            return IsoInstants.parse(time);
        }
    }

    private List<String> media() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < MAX_MEDIA; i++) {
            String url = shown("MediaUrl" + i);
            if (url == null) {
                break;
            }
            out.add(url);
        }
        return List.copyOf(out);
    }

    private Quotes quotes(String text) {
        return text.isBlank() ? Quotes.NONE : QuoteFinder.find(text, source.region());
    }
}
