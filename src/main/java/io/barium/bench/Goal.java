package io.barium.bench;

import io.barium.bench.Figures.Spread;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A goal and what was measured of it.
 *
 * @param name what it is about, with its unit
 * @param bound to reach
 * @param atMost whether less is better
 * @param measured unknown when the run left it out
 */
record Goal(String name, double bound, boolean atMost, Spread measured) {
    private static final String RATE = "perSecond";
    private static final String P50 = "p50Micros";
    private static final String CPU = "cpuMicros";

    /** The goals of the way in. */
    static List<Goal> ofIntake(Figures f) {
        String single = "writer.single.64";
        List<Goal> goals = new ArrayList<>();
        goals.add(atLeast("journal writer alone, 64 in flight, times (a)", 4, f.ratio("writer.64", single, RATE)));
        goals.add(atLeast("journal writer alone, 1,024 in flight, times (a)", 9, f.ratio("writer.1024", single, RATE)));
        for (String kind : List.of("twilio", "generic")) {
            for (int connections : List.of(64, 256)) {
                goals.add(atLeast(
                        "2 KB " + kind + " hook, " + connections + " connections, times (a)",
                        3,
                        f.ratio(kind + ".http." + connections, kind + ".single.64", RATE)));
            }
        }
        goals.add(atLeast(
                "20 KB mail, 64 connections, times (a)", 1.5, f.ratio("mailgun.http.64", "mailgun.single.64", RATE)));
        goals.add(atMost(
                "processor's time of a 2 KB form at 64 connections, times (b)",
                .5,
                f.ratio("twilio.http.64", "twilio.bare.64", CPU)));
        goals.add(atMost(
                "p50 of a 2 KB form at 1 connection, times a single insert",
                1.5,
                f.ratio("twilio.http.1", "twilio.single.1", P50)));
        goals.add(atMost(
                "POST to alert mail, p50 behind POST to 200, us",
                2_000,
                f.difference("alert.mail", "alert.answer", P50)));
        goals.add(atMost(
                "resident memory at 256 connections, 2 KB form, MB",
                200,
                f.spread("twilio.http.256", "residentMegabytes")));
        return goals;
    }

    private static Goal atLeast(String name, double bound, Spread measured) {
        return new Goal(name, bound, false, measured);
    }

    private static Goal atMost(String name, double bound, Spread measured) {
        return new Goal(name, bound, true, measured);
    }

    /** {@code n/a} when it was not measured. */
    String reached() {
        if (!measured.known()) {
            return "n/a";
        }
        return (atMost ? measured.median() <= bound : measured.median() >= bound) ? "yes" : "no";
    }

    JsonObject json() {
        return new JsonObject()
                .put("goal", name)
                .put("bound", bound)
                .put("atMost", atMost)
                .put("measured", IntakeReport.json(measured))
                .put("reached", reached());
    }
}
