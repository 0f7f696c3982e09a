package io.barium.replay.live;

import io.barium.inference.Level;
import io.barium.replay.live.LiveReplay.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what came of a live replay. */
final class LiveReport {
    private LiveReport() {}

    static JsonObject json(Outcome o) {
        LiveSettings s = o.settings();
        JsonObject levels = new JsonObject();
        o.reached().forEach((level, at) -> levels.put(level.name(), days(s, at)));
        VerdictLog.Entry last = o.last();
        return new JsonObject()
                .put("seed", s.seed())
                .put("canaries", s.canaries())
                .put("days", s.days())
                .put("fingerprint", o.fingerprint())
                .put(
                        "truth",
                        new JsonObject()
                                .put("through", s.through().name())
                                .put("origin", o.truth().key())
                                .put("leakDay", s.leaks() ? s.leakDay() : null)
                                .put("leakAt", s.leaks() ? s.leakAt().toString() : null)
                                .put("planted", o.truth().rows().size())
                                .put("customers", o.truth().customers())
                                .put("share", o.truth().share()))
                .put(
                        "concluded",
                        new JsonObject()
                                .put("verdicts", o.verdicts())
                                .put("levelDays", levels)
                                .put("last", last == null ? null : last.document()))
                .put(
                        "naive",
                        new JsonObject()
                                .put("anyHitDay", days(s, o.anyHit()))
                                .put("threeDistinctDay", days(s, o.threeDistinct()))
                                .put("hitCounting", new JsonArray(o.accused().who()))
                                .put("hitCountingMatched", o.accused().matched())
                                .put("hitCountingOf", o.accused().of()))
                .put(
                        "played",
                        new JsonObject()
                                .put("personas", o.personas())
                                .put("requests", o.posts())
                                .put("contacts", o.contacts())
                                .put("credible", o.credible())
                                .put("seconds", o.seconds())
                                .put("daysPerSecond", s.days() / o.seconds())
                                .put("requestsPerSecond", o.posts() / o.seconds()));
    }

    static List<String> lines(Outcome o) {
        LiveSettings s = o.settings();
        List<String> out = new ArrayList<>();
        out.add(String.format(
                Locale.ROOT,
                "played     %d days, %,d requests, %,d contacts (%,d with planted records) in %.1f s: %.0f days/s, %.0f requests/s",
                s.days(),
                o.posts(),
                o.contacts(),
                o.credible(),
                o.seconds(),
                s.days() / o.seconds(),
                o.posts() / o.seconds()));
        out.add(
                s.leaks()
                        ? String.format(
                                Locale.ROOT,
                                "truth      on day %d (%s) %,d rows left, %.0f %% of all, %d of %d planted ones among them, through %s",
                                s.leakDay(),
                                s.leakAt(),
                                o.truth().customers(),
                                100 * o.truth().share(),
                                o.truth().rows().size(),
                                o.personas(),
                                o.truth().key())
                        : "truth      nothing left");
        if (o.verdicts() == 0) {
            out.add("concluded  nothing: the service keeps no verdicts, or nothing credible happened");
        }
        o.reached()
                .forEach((level, at) -> out.add("concluded  " + padded(level) + " on " + alarm(s, at) + after(s, at)));
        VerdictLog.Entry last = o.last();
        if (last != null) {
            out.addAll(
                    Conclusion.lines(last).stream().map(l -> "           " + l).toList());
        }
        out.add("beside it  any hit: " + alarm(s, o.anyHit()) + "; three distinct in 30 days: "
                + alarm(s, o.threeDistinct()) + "; hit counting: "
                + (o.accused().who().isEmpty()
                        ? "nobody"
                        : String.join(", ", o.accused().who()) + " ("
                                + o.accused().matched() + " of " + o.accused().of() + ")"));
        out.add("fingerprint " + o.fingerprint());
        return out;
    }

    private static String padded(Level level) {
        return String.format("%-9s", level);
    }

    private static String alarm(LiveSettings s, @Nullable Instant at) {
        Double day = days(s, at);
        return day == null ? "never" : "day " + (long) Math.floor(day);
    }

    private static String after(LiveSettings s, Instant at) {
        long days = Duration.between(s.leakAt(), at).toDays();
        return s.leaks() && days >= 0 ? ", " + days + " days after the leak" : "";
    }

    private static @Nullable Double days(LiveSettings s, @Nullable Instant at) {
        return at == null ? null : Duration.between(s.start(), at).toSeconds() / 86_400.0;
    }
}
