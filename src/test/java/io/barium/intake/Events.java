package io.barium.intake;

import io.barium.model.Quotes;
import io.barium.model.Sms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Entries to journal. */
final class Events {
    static final Instant NOW = Instant.parse("2026-08-14T09:30:00.123456Z");

    private Events() {}

    static Entry sms(String id) {
        return sms(id, "text of " + id);
    }

    static Entry sms(String id, String text) {
        return Entry.of(
                "line",
                "twilio",
                NOW,
                new Sms(id, null, "+12125550100", "+12125550111", text, List.of(), Quotes.NONE),
                Map.of("method", "POST"),
                text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Entry> many(String prefix, int n) {
        return IntStream.range(0, n).mapToObj(i -> sms(prefix + i)).toList();
    }
}
