package io.barium.replay.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A stored verdict in a few lines, as far as its document says something. */
public final class Conclusion {
    private static final int ORIGINS = 3;

    private Conclusion() {}

    /** E, posterior, leak window, and the likeliest origins. */
    public static List<String> lines(VerdictLog.Entry entry) {
        List<String> out = new ArrayList<>();
        out.add(strength(entry));
        String window = window(entry);
        if (window != null) {
            out.add("taken " + window);
        }
        String origins = origins(entry);
        if (!origins.isEmpty()) {
            out.add("through " + origins);
        }
        return out;
    }

    /** How sure it is. */
    public static String strength(VerdictLog.Entry entry) {
        return String.format(
                Locale.ROOT,
                "%s, E = %s, posterior %.1f %%",
                entry.level(),
                entry.logE() > 13.8
                        ? String.format(Locale.ROOT, "10^%.1f", entry.logE() / Math.log(10))
                        : String.format(Locale.ROOT, "%,.1f", Math.exp(entry.logE())),
                100 * entry.posterior());
    }

    /** When the data was taken; {@code null} while nothing is said about it. */
    public static @Nullable String window(VerdictLog.Entry entry) {
        JsonObject window = entry.document().getJsonObject("window");
        LocalDate from = window == null ? null : day(window.getValue("from"));
        LocalDate until = window == null ? null : day(window.getValue("until"));
        return from == null || until == null ? null : "between " + from + " and " + until;
    }

    /** Through whose access, likeliest first. */
    public static String origins(VerdictLog.Entry entry) {
        JsonArray places = entry.document().getJsonArray("origins", new JsonArray());
        List<String> out = new ArrayList<>();
        for (int i = 0; i < Math.min(ORIGINS, places.size()); i++) {
            JsonObject place = places.getJsonObject(i);
            out.add(String.format(
                    Locale.ROOT,
                    "%s %.0f %%",
                    place.getString("label", place.getString("key", "?")),
                    100 * place.getDouble("probability", 0.0)));
        }
        return String.join(", ", out);
    }

    /** Times stand as ISO 8601 text or as seconds. */
    private static @Nullable LocalDate day(@Nullable Object value) {
        try {
            Instant at = value instanceof String text
                    ? Instant.parse(text)
                    : value instanceof Number seconds ? Instant.ofEpochSecond(seconds.longValue()) : null;
            return at == null ? null : at.atOffset(ZoneOffset.UTC).toLocalDate();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
