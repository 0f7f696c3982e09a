package io.barium.plant;

/** There are not enough values of a kind; the message names the setting and how many are missing. */
public final class InventoryTooSmall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InventoryTooSmall(String message) {
        super(message);
    }
}
