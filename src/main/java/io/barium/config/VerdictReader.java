package io.barium.config;

import io.barium.config.Settings.Verdict;

/** Reads what verdicts take for granted. */
final class VerdictReader {
    private static final double PRIOR = .02;
    private static final double STRAY_RATE = .004;

    private VerdictReader() {}

    static Verdict read(Section s) {
        Verdict verdict = new Verdict(
                s.texts("brands"), between(s, "prior", PRIOR, 1e-6, .9), between(s, "strayRate", STRAY_RATE, 1e-6, 1));
        s.refuseUnknown();
        return verdict;
    }

    private static double between(Section s, String name, double otherwise, double least, double most) {
        return s.parse(name, otherwise, "a number from " + least + " to " + most, v -> {
            double n = Double.parseDouble(v);
            return n >= least && n <= most ? n : null;
        });
    }
}
