package io.barium.replay;

/** What trials in simulated worlds give. */
public final class Trials {
    private Trials() {}

    /**
     * A figure beside the one to reach.
     *
     * @param section which part of the verdict it judges
     * @param what was measured
     * @param measured figure
     * @param target figure; {@link Double#NaN} where there is none to reach
     * @param atLeast whether the target is to be reached from above rather than not exceeded
     * @param unit of both, such as "share" or "days"
     */
    public record Cell(String section, String what, double measured, double target, boolean atLeast, String unit) {}
}
