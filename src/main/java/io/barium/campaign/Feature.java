package io.barium.campaign;

/**
 * One thing that a contact may have in common with others.
 *
 * @param key the same for the same thing; a number that called and a number to call back share theirs
 * @param shown what people read, from the sender: bounded, without control characters
 * @param weight at most the kind's
 */
record Feature(Kind kind, String key, String shown, double weight) {
    private static final int LONGEST = 80;

    Feature {
        shown = Legible.of(shown, LONGEST);
    }

    static Feature of(Kind kind, String key, String shown) {
        return new Feature(kind, key, shown, kind.weight);
    }
}
