package io.barium.fetch;

/** Something could not be fetched; the message says why and names a setting where one is to be mended. */
public final class FetchFailed extends Exception {
    private static final long serialVersionUID = 1L;

    FetchFailed(String reason) {
        super(reason, null, false, false);
    }
}
