package io.barium.mail.check;

/** The DNS could not say, or there was no time left to ask. */
final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer() {
        super("no answer", null, false, false);
    }
}
