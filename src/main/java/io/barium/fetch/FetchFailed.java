package io.barium.fetch;

/** Something could not be fetched; the message says why and names a setting where one is to be mended. */
public final class FetchFailed extends Exception {
    private static final long serialVersionUID = 1L;

    /** Hosts are others' words, and URLs are long. */
    private static final int MAX_REASON = 300;

    FetchFailed(String reason) {
        super(reason.substring(0, Math.min(reason.length(), MAX_REASON)), null, false, false);
    }
}
