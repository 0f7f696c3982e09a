package io.barium.mail.check;

import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS made up by a test. */
public final class Zone implements Dns {
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final Map<String, Boolean> broken = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean silent;

    /** Adds a record. */
    public Zone with(Type type, String name, String value) {
        records.computeIfAbsent(type + " " + name, k -> new ArrayList<>()).add(value);
        return this;
    }

    /** From now on nobody can say what this name has. */
    public Zone failing(Type type, String name) {
        broken.put(type + " " + name, true);
        return this;
    }

    /** From now on no question is ever answered. */
    public Zone silent() {
        silent = true;
        return this;
    }

    int asked() {
        return asked.get();
    }

    /** As the oracle takes it. */
    JsonArray json() {
        JsonArray out = new JsonArray();
        records.forEach((key, values) -> {
            String[] question = key.split(" ", 2);
            values.forEach(v -> out.add(JsonArray.of(question[1], question[0], v)));
        });
        broken.keySet().forEach(key -> {
            String[] question = key.split(" ", 2);
            out.add(JsonArray.of(question[1], question[0], null));
        });
        return out;
    }

    @Override
    public CompletionStage<Answer> ask(Type type, String name) {
        asked.incrementAndGet();
        if (silent) {
            return new CompletableFuture<>();
        }
        String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String key = type + " " + absolute.toLowerCase(Locale.ROOT);
        List<String> values = records.get(key);
        return CompletableFuture.completedFuture(
                broken.containsKey(key)
                        ? Answer.failed()
                        : values == null ? Answer.absent() : Answer.of(values, Duration.ofMinutes(5)));
    }
}
