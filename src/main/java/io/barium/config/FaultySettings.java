package io.barium.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used; carries everything that is wrong with them. */
public final class FaultySettings extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Fault> faults;

    FaultySettings(List<Fault> faults) {
        super(faults.stream().map(f -> "  " + f).collect(Collectors.joining("\n", "settings cannot be used:\n", "")));
        this.faults = List.copyOf(faults);
    }

    /** All faults, in the order of the file. */
    public List<Fault> faults() {
        return faults;
    }
}
