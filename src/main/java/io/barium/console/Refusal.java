package io.barium.console;

/** A request that ends in an error page. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static Refusal notFound() {
        return new Refusal(404, "There is nothing here.");
    }

    int status() {
        return status;
    }
}
