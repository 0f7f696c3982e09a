package io.barium.fuzz;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.provider.kit.RawHook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the targets have in common: requests, sources, and failing with words. */
final class Holds {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private Holds() {}

    static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static RawHook post(byte[] body, String... headers) {
        Map<String, List<String>> map = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        return new RawHook("POST", "/hooks/main", map, body, NOW);
    }

    static Source source(String provider) {
        return new Source(
                "main", provider, List.of(new Secret(SECRET)), "https://hooks.example", null, "mx.ours.example", "US");
    }

    /** Bytes that a fuzzer changes one at a time stay one character each. */
    static String latin(byte[] data) {
        return new String(data, StandardCharsets.ISO_8859_1);
    }

    /** The first line, at most so many characters, and what follows it. */
    static byte[][] split(byte[] data, int max) {
        int end = 0;
        while (end < data.length && end < max && data[end] != '\n') {
            end++;
        }
        return new byte[][] {
            Arrays.copyOf(data, end), Arrays.copyOfRange(data, Math.min(data.length, end + 1), data.length)
        };
    }
}
