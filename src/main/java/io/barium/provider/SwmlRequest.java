package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.Recordings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of SignalWire in JSON: for a SWML document that tells what to do with a call or message, or a report on
 * one.
 *
 * @param root the body
 */
record SwmlRequest(JsonReport root, Source source) {
    private static final String RECORDING = "recording";
    private static final String RECORD_REPORT = "calling.call.record";

    static SwmlRequest of(JsonNode body, Source source) {
        return new SwmlRequest(new JsonReport(body, source.region()), source);
    }

    /** Whether it is about a message rather than a call. */
    static boolean isMessage(@Nullable JsonNode body) {
        return body != null
                && (body.path("message").isObject()
                        || body.path("event_type").asText().startsWith("messaging."));
    }

    Reading read() throws MalformedHook {
        String event = root.text("event_type");
        if (event != null) {
            return report(event);
        }
        if (root.hasChild("message")) {
            return message(root.child("message"), "message.");
        }
        if (root.hasChild("call")) {
            return document(root.child("call"));
        }
        throw new MalformedHook("call, message: expected an object, found neither");
    }

    private Reading document(JsonReport call) throws MalformedHook {
        String url = recordUrl();
        String state = call.word("call_state");
        String to = party(call, "to");
        if (to == null) {
            throw new MalformedHook("call.to: expected the number that was called, found nothing");
        }
        CallStage stage =
                url != null ? CallStage.RECORDING : state.startsWith("end") ? CallStage.STATUS : CallStage.INCOMING;
        return call(
                call, call.id("call_id", "call.call_id"), stage, url != null ? RECORDING : state, url, null, "call.");
    }

    private Reading report(String event) throws MalformedHook {
        JsonReport params = root.child("params");
        if (event.startsWith("messaging.")) {
            return message(params, "params.");
        }
        if (!event.startsWith("calling.call.")) {
            return new Reading.Ignored("event of neither call nor message");
        }
        boolean recording = event.equals(RECORD_REPORT);
        String state = params.word(recording ? "state" : "call_state");
        String name = recording ? RECORDING : event.substring("calling.call.".length());
        String call = params.id("call_id", "params.call_id");
        String part = params.text("recording_id") == null ? params.text("control_id") : params.text("recording_id");
        String id = EventIds.given(recording && part != null ? part : call + ":" + name);
        return call(
                params,
                id,
                recording ? CallStage.RECORDING : CallStage.STATUS,
                state.isEmpty() ? name : state,
                recording ? params.shown("url") : null,
                recording ? params.seconds("duration") : null,
                "params.");
    }

    private Reading call(
            JsonReport fields,
            String id,
            CallStage stage,
            String state,
            @Nullable String url,
            @Nullable Integer seconds,
            String path)
            throws MalformedHook {
        if (fields.word("direction").startsWith("outbound")) {
            return new Reading.Ignored("call that was made from here");
        }
        Call call = new Call(
                EventIds.given(id + (state.isEmpty() ? "" : ":" + state)),
                at(),
                fields.id("call_id", path + "call_id"),
                stage,
                party(fields, "from"),
                party(fields, "to"),
                null,
                null,
                StirShaken.UNKNOWN,
                state.isEmpty() ? null : state,
                seconds,
                url,
                "",
                Quotes.NONE);
        return url != null && source.options().answering().mode() == Mode.RECORD
                ? Reading.of(call, List.of(new Fetch(RECORDING, url, Recordings.context(call))))
                : Reading.of(call);
    }

    private Reading message(JsonReport message, String path) throws MalformedHook {
        String state = message.word("message_state");
        boolean received = state.isEmpty() || state.startsWith("receiv");
        if (message.word("direction").startsWith("outbound") || !received) {
            return new Reading.Ignored("message that was sent from here");
        }
        String to = party(message, "to");
        if (to == null) {
            throw new MalformedHook(path + "to: expected the number that was reached, found nothing");
        }
        String text = message.message("body");
        return Reading.of(new Sms(
                message.id(message.text("message_id") == null ? "id" : "message_id", path + "message_id"),
                at(),
                party(message, "from"),
                to,
                text,
                message.texts("media"),
                message.quotes(text)));
    }

    /** The number where there is one; {@code from} and {@code to} may be SIP addresses. */
    private static @Nullable String party(JsonReport fields, String which) {
        String number = fields.number(which + "_number");
        return number == null ? fields.number(which) : number;
    }

    /** Where the recording is that our own document made, which asks here what to do next. */
    private @Nullable String recordUrl() {
        String passed = root.child("params").shown("record_url");
        String set = passed == null ? root.child("vars").shown("record_url") : passed;
        return set != null && set.startsWith("https://") ? set : null;
    }

    private @Nullable Instant at() {
        JsonNode time = root.json().path("timestamp");
        double seconds = time.isNumber() ? time.doubleValue() : -1;
        return seconds > 0 && seconds < 1e11 ? Instant.ofEpochMilli(Math.round(seconds * 1000)) : null;
    }

    /**
     * What is done with an incoming call.
     *
     * @param next URL that is asked what to do after a recording
     */
    static String incoming(Answering answering, @Nullable String next) {
        return switch (answering.mode()) {
            case DECLINE -> document("{\"hangup\":{\"reason\":\"decline\"}}");
            case RING -> document("{\"sleep\":60000},{\"hangup\":{\"reason\":\"decline\"}}");
            case SILENCE -> document("{\"answer\":{}},{\"sleep\":60000},{\"hangup\":{}}");
            case RECORD -> {
                // Percent or dollar and brace would name a variable.
                String prompt = answering.prompt().replace("{", "(").replace("}", ")");
                String then = next == null
                        ? "{\"hangup\":{}}"
                        : "{\"transfer\":{\"dest\":" + TextNode.valueOf(next)
                                + ",\"params\":{\"record_url\":\"%{record_url}\"}}}";
                yield document("{\"answer\":{}},{\"play\":{\"url\":" + TextNode.valueOf("say:" + prompt)
                        + "}},{\"record\":{\"beep\":true,\"max_length\":120,\"end_silence_timeout\":10}}," + then);
            }
        };
    }

    /** What ends a call, or leaves a message as it is. */
    static String done(boolean message) {
        return document(message ? "" : "{\"hangup\":{}}");
    }

    private static String document(String methods) {
        return "{\"version\":\"1.0.0\",\"sections\":{\"main\":[" + methods + "]}}";
    }

    /** The answer to it. */
    static String answer(@Nullable JsonNode body, Answering answering, @Nullable String next) {
        boolean recorded = body != null
                && (body.path("params").hasNonNull("record_url")
                        || body.path("vars").hasNonNull("record_url"));
        return recorded || isMessage(body) ? done(isMessage(body)) : incoming(answering, next);
    }
}
