package io.barium.faults;

import java.util.ArrayList;
import java.util.List;

/** Tallies as one table. */
final class Figures {
    private static final String HEAD = "%-26s %6s %8s %6s %6s %7s %5s | %8s %5s %6s %5s %8s | %s%n";

    private final List<String> lines = new ArrayList<>();

    /** Adds a line; the remark says what else there is to say. */
    synchronized void add(Tally t, String remark) {
        lines.add(HEAD.formatted(
                t.name(),
                t.sent(),
                t.attempts(),
                t.acked(),
                t.stored(),
                t.doubled(),
                t.lost(),
                t.credible(),
                t.told(),
                t.untold(),
                t.mails(),
                t.repeated(),
                remark));
    }

    /** Prints them, for the person who reads the build's output. */
    synchronized void print(String title) {
        System.out.println();
        System.out.println(title);
        System.out.printf(
                HEAD,
                "under",
                "events",
                "attempts",
                "acked",
                "stored",
                "doubled",
                "lost",
                "credible",
                "told",
                "untold",
                "mails",
                "repeated",
                "remark");
        lines.forEach(System.out::print);
    }
}
