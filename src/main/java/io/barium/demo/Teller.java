package io.barium.demo;

import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneOffset;

/** Prints the story: the simulated date, a label, a line. */
final class Teller {
    private final PrintStream out;
    private final Clock clock;

    Teller(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void say(String label, String line) {
        out.printf("  %s  %-8s %s%n", clock.instant().atOffset(ZoneOffset.UTC).toLocalDate(), label, line);
    }
}
