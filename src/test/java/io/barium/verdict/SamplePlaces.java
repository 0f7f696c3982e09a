package io.barium.verdict;

import io.barium.inference.OriginKind;
import io.barium.verdict.Verdict.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rankings of origins made by hand. */
public final class SamplePlaces {
    private static final Instant STARTED = Instant.parse("2026-08-03T00:00:00Z");

    private SamplePlaces() {}

    /** Origins of which the first has this probability. */
    public static List<Place> ranked(double best) {
        double rest = 1 - best;
        List<Place> places = new ArrayList<>(List.of(
                new Place(
                        "agent:7f3a91c2",
                        OriginKind.AGENT,
                        "7f3a91c2",
                        best,
                        best - .19,
                        Math.min(.98, best + .09),
                        10,
                        11,
                        false,
                        Instant.parse("2026-08-09T15:20:00Z")),
                new Place(
                        "unknown", OriginKind.UNKNOWN, "unknown", rest * .45, rest * .2, rest * .9, 0, 11, false, null),
                new Place(
                        "queue:billing",
                        OriginKind.QUEUE,
                        "billing",
                        rest * .25,
                        rest * .1,
                        rest * .6,
                        9,
                        11,
                        false,
                        STARTED),
                new Place(
                        "export:crm",
                        OriginKind.EXPORT,
                        "CRM nightly",
                        rest * .1,
                        0,
                        rest * .3,
                        11,
                        11,
                        false,
                        STARTED),
                new Place(
                        "integration:survey",
                        OriginKind.INTEGRATION,
                        "survey tool",
                        rest * .06,
                        0,
                        rest * .2,
                        11,
                        11,
                        false,
                        STARTED)));
        for (int i = 0; i < 14; i++) {
            places.add(new Place(
                    "agent:" + i,
                    OriginKind.AGENT,
                    "c0de%04x".formatted(i * 977),
                    rest * .01,
                    0,
                    rest * .03,
                    3,
                    11,
                    false,
                    STARTED));
        }
        return List.copyOf(places);
    }
}
