package io.barium.plant;

import java.util.List;

/** A numbers inventory that can't be used; its message lists every fault. */
public final class FaultyInventory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    FaultyInventory(String file, List<String> faults) {
        super("support.numbers: " + file + " has " + faults.size() + (faults.size() == 1 ? " fault" : " faults")
                + "\n  " + String.join("\n  ", faults));
        this.faults = List.copyOf(faults);
    }

    /** Each with its line. */
    public List<String> faults() {
        return faults;
    }
}
