package io.barium.verdict;

import io.barium.model.Visible;
import io.barium.verdict.Verdict.Place;

/** How origins are called. Nobody is named: a name needs two people's unlock, and it is not in a verdict. */
public final class Paths {
    private static final int LABEL_CHARS = 80;

    private Paths() {}

    /** The origin in a sentence, without an article before it. */
    public static String in(Place place) {
        String label = label(place.label());
        String quoted = "\u201c" + label + "\u201d";
        return switch (place.kind()) {
            case WHOLE -> "the whole table";
            case SEGMENT -> "the customers of " + quoted;
            case QUEUE -> "the queue " + quoted;
            case EXPORT -> "the export " + quoted;
            case INTEGRATION -> "the integration " + quoted;
            case AGENT ->
                place.nameable()
                        ? "the pseudonymised agent " + label + " (the name needs two people's unlock)"
                        : "somebody with access to " + records(place) + " (pseudonym " + label + ")";
            case PAIR ->
                place.nameable()
                        ? "the pseudonymised agents " + label + " (their names need two people's unlock)"
                        : "two people with access to " + records(place) + " between them (pseudonyms " + label + ")";
            case UNKNOWN -> "somebody or something that is not on the list";
        };
    }

    /** The origin as the head of a table's row. */
    public static String title(Place place) {
        String label = label(place.label());
        return switch (place.kind()) {
            case WHOLE -> "The whole table";
            case SEGMENT -> "Customers of " + label;
            case QUEUE -> "Queue " + label;
            case EXPORT -> "Export " + label;
            case INTEGRATION -> "Integration " + label;
            case AGENT ->
                place.nameable()
                        ? "Pseudonymised agent " + label + "; the name needs two people's unlock"
                        : "Somebody with access, pseudonym " + label;
            case PAIR ->
                place.nameable()
                        ? "Pseudonymised agents " + label + "; their names need two people's unlock"
                        : "Two people with access between them, pseudonyms " + label;
            case UNKNOWN -> "Somebody or something that is not on the list";
        };
    }

    /** A segment in a sentence: {@code region US} for {@code region:US}. */
    public static String segment(String segment) {
        return label(segment.replaceFirst(":", " "));
    }

    /** A segment under the heading of its dimension: {@code US} for {@code region:US}. */
    public static String value(String segment) {
        return label(segment.substring(segment.indexOf(':') + 1));
    }

    /** A label, visible in full and bounded. */
    public static String label(String label) {
        return Visible.line(label, LABEL_CHARS);
    }

    private static String records(Place place) {
        return Numbers.count(place.matched()) + " of the "
                + Numbers.count(place.of(), "record that was reached", "records that were reached");
    }
}
