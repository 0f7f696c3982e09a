package io.barium.ops;

/**
 * One part of the service and how it is.
 *
 * @param name of the part
 * @param state how it is
 * @param why in words; names the setting to mend where one is to be mended
 */
public record Component(String name, State state, String why) {

    /** How a part is. */
    public enum State {
        UP,
        /** It works, but somebody should look. */
        DEGRADED,
        /** It does not work: do not send traffic here. */
        DOWN
    }

    public static Component up(String name, String why) {
        return new Component(name, State.UP, why);
    }

    public static Component degraded(String name, String why) {
        return new Component(name, State.DEGRADED, why);
    }

    public static Component down(String name, String why) {
        return new Component(name, State.DOWN, why);
    }
}
