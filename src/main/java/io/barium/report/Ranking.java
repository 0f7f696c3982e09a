package io.barium.report;

import io.barium.inference.OriginKind;
import io.barium.verdict.Verdict.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * The origins as the page shows them: the likeliest, and always the unknown one, wherever it stands.
 *
 * @param shown likeliest first
 * @param others origins that are not shown
 * @param rest probability that they have together
 */
public record Ranking(List<Place> shown, int others, double rest) {
    private static final int SHOWN = 8;

    /** Chooses from the whole ranking. */
    public static Ranking of(List<Place> origins) {
        List<Place> shown = new ArrayList<>();
        int others = 0;
        double rest = 0;
        for (int i = 0; i < origins.size(); i++) {
            Place place = origins.get(i);
            if (i < SHOWN || place.kind() == OriginKind.UNKNOWN) {
                shown.add(place);
            } else {
                others++;
                rest += place.probability();
            }
        }
        return new Ranking(shown, others, rest);
    }

    /** Whether the ranking has a place for what is not on the list; without it the others are worth too much. */
    public boolean knowsUnknown() {
        return shown.stream().anyMatch(p -> p.kind() == OriginKind.UNKNOWN);
    }
}
