package io.barium.exposure;

/** A step towards a name that is not taken. */
public final class UnlockRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Why why;
    private final String detail;

    /** Kinds of reasons. */
    public enum Why {
        /** Who asks may not. */
        NO_RIGHT,
        /** There is no such case or agent. */
        UNKNOWN,
        /** Not as things are. */
        NOT_NOW
    }

    UnlockRefused(Why why, String message) {
        super(message, null, false, false);
        this.why = why;
        this.detail = message;
    }

    /** Says why; may be shown. */
    public String detail() {
        return detail;
    }

    /** Which kind of reason. */
    public Why why() {
        return why;
    }
}
