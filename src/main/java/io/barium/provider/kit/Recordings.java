package io.barium.provider.kit;

import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Quotes;
import io.barium.model.StirShaken;
import java.util.Map;

/** Recordings of calls that were fetched: kept as the raw bytes of a report on the call. */
public final class Recordings {
    private Recordings() {}

    /** What a recording has to be fetched with, so that {@link #of} can tell whose it is. */
    public static Map<String, String> context(Call call) {
        return Map.of("event", call.eventId(), "call", call.callId());
    }

    /**
     * The report that it was fetched.
     *
     * @throws MalformedHook when it is no audio, such as a page that says why there is none
     */
    public static Call of(Fetch fetch, Fetched content) throws MalformedHook {
        String type = content.mediaType();
        boolean audio =
                type.startsWith("audio/") || type.startsWith("video/") || type.equals("application/octet-stream");
        if (!audio || content.body().length == 0) {
            throw new MalformedHook("Content-Type: expected audio, found \"" + TextBounds.name(type) + "\"");
        }
        Map<String, String> of = fetch.context();
        return new Call(
                EventIds.given(of.getOrDefault("event", fetch.url()) + ":audio"),
                null,
                EventIds.given(of.getOrDefault("call", fetch.url())),
                CallStage.RECORDING,
                null,
                null,
                null,
                null,
                StirShaken.UNKNOWN,
                "fetched",
                null,
                fetch.url(),
                "",
                Quotes.NONE);
    }
}
