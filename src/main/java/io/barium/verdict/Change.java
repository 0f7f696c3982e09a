package io.barium.verdict;

/**
 * What is new in a verdict and worth an alert.
 *
 * @param text why, in one or two sentences
 */
public record Change(Kind kind, String text) {

    /** The alerts about a verdict. */
    public enum Kind {
        /** Something credible happened. */
        CONTACT("CONTACT"),
        /** E reached 20. */
        WATCH("WATCH"),
        /** E reached 100. */
        SUSPECTED("SUSPECTED"),
        /** E reached 1,000. */
        CONFIRMED("CONFIRMED"),
        /** One path stands out, more than before, or another one does. */
        ORIGIN_NARROWED("ORIGIN NARROWED"),
        /** Data was taken more than once. */
        ANOTHER_SNAPSHOT("ANOTHER SNAPSHOT"),
        /** Controls are reached by somebody who can only know them from us. */
        CONTROLS_KNOWN("CONTROLS KNOWN");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** As it stands in an alert's subject. */
        public String title() {
            return title;
        }
    }
}
