package io.barium.provider.kit;

/** A genuine request that cannot be read; the message says what is missing or wrong, without quoting the sender. */
public final class MalformedHook extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedHook(String message) {
        super(message);
    }

    public MalformedHook(String message, Throwable cause) {
        super(message, cause);
    }
}
