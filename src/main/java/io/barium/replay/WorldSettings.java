package io.barium.replay;

/**
 * What a simulated world is like.
 *
 * @param canaries planted personas, each with a line and an address; there are as many controls of each
 * @param days how long it lasts
 * @param leak what is taken and what is done with it
 * @param noise what happens anyway
 */
public record WorldSettings(int canaries, int days, Leak leak, Noise noise) {
    /** Segments of the customers. */
    public static final int SEGMENTS = 10;

    /** A world of one year without a leak. */
    public static WorldSettings quiet(int canaries) {
        return new WorldSettings(canaries, 365, Leak.NONE, Noise.USUAL);
    }

    /** A world with a leak, watched for so many days after it. */
    public static WorldSettings leaking(int canaries, Leak leak, int after) {
        return new WorldSettings(canaries, (int) leak.day() + after, leak, Noise.USUAL);
    }

    /** The same with other noise. */
    public WorldSettings with(Noise other) {
        return new WorldSettings(canaries, days, leak, other);
    }

    /**
     * A leak.
     *
     * @param segment which one is taken; {@link #EVERYTHING} or {@link #NOTHING}
     * @param day of the leak
     * @param q share of the taken rows that are contacted within 30 days
     * @param quoted share of its contacts that quote a ticket number
     * @param inOrder whether rows are worked through in the order of their numbers, rather than at random
     * @param resoldAfter days after which the buyer, who worked for a month, sells it to a second one; 0 for one buyer
     *     who goes on
     */
    public record Leak(int segment, double day, double q, double quoted, boolean inOrder, double resoldAfter) {
        /** All segments. */
        public static final int EVERYTHING = -1;
        /** No segment. */
        public static final int NOTHING = -2;
        /** Nothing is taken. */
        public static final Leak NONE = new Leak(NOTHING, 0, 0, 0, false, 0);

        /** Everything is taken on day 60. */
        public static Leak all(double q) {
            return segment(EVERYTHING, q);
        }

        /** A segment is taken on day 60. */
        public static Leak segment(int segment, double q) {
            return new Leak(segment, 60, q, 0, false, 0);
        }

        /** The same on another day. */
        public Leak onDay(double other) {
            return new Leak(segment, other, q, quoted, inOrder, resoldAfter);
        }

        /** The same with quotes of ticket numbers. */
        public Leak quoting(double share) {
            return new Leak(segment, day, q, share, inOrder, resoldAfter);
        }

        /** The same worked through in the order of numbers. */
        public Leak dialledInOrder() {
            return new Leak(segment, day, q, quoted, true, resoldAfter);
        }

        /** The same sold a second time. */
        public Leak resold(double afterDays) {
            return new Leak(segment, day, q, quoted, inOrder, afterDays);
        }

        /** Whether anything is taken. */
        public boolean any() {
            return segment != NOTHING;
        }

        boolean takes(int ofSegment) {
            return segment == EVERYTHING || segment == ofSegment;
        }
    }

    /**
     * What happens without any leak.
     *
     * @param density of the background, 1 for the usual
     * @param controlsCalled how often a control line is called for each call to a planted one; 1 where they are as old
     * @param mailing day on which the company's own mailing slips through to all planted addresses; negative for never
     * @param misclustered share of the contacts that are put into a wrong campaign
     */
    public record Noise(double density, double controlsCalled, double mailing, double misclustered) {
        /** What unplanted lines and domains are known to get. */
        public static final Noise USUAL = new Noise(1, 1, -1, 0);

        /** The same, so many times as dense. */
        public Noise times(double other) {
            return new Noise(other, controlsCalled, mailing, misclustered);
        }

        /** The same with controls of another age. */
        public Noise callingControls(double ratio) {
            return new Noise(density, ratio, mailing, misclustered);
        }

        /** The same with a mailing. */
        public Noise mailingOn(double day) {
            return new Noise(density, controlsCalled, day, misclustered);
        }

        /** The same with mistakes in the clustering. */
        public Noise misclustering(double share) {
            return new Noise(density, controlsCalled, mailing, share);
        }
    }
}
