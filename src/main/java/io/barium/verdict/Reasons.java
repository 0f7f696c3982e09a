package io.barium.verdict;

import io.barium.inference.LeakWindow;
import io.barium.inference.Level;
import io.barium.verdict.Verdict.Reach;
import io.barium.verdict.Verdict.Strength;
import io.barium.verdict.Verdict.Window;
import java.util.ArrayList;
import java.util.List;

/** What carries the evidence. */
final class Reasons {
    /** One false alarm in 20 years of endless watching. */
    private static final double SUM_THRESHOLD = 1040;

    private Reasons() {}

    static List<String> of(Verdict verdict) {
        List<String> reasons = new ArrayList<>();
        Reach r = verdict.reach();
        reasons.add(Numbers.count(r.planted()) + " of "
                + Numbers.count(r.plantedInAll(), "planted address or line", "planted addresses and lines")
                + " and " + Numbers.count(r.controls()) + " of "
                + Numbers.count(r.controlsInAll(), "control", "controls")
                + " were reached. Controls look the same to an outsider and were given to nobody, so chance would reach"
                + " both alike.");
        if (r.contacts() > 0) {
            reasons.add(Numbers.count(r.contacts(), "contact forms ", "contacts form ")
                    + Numbers.count(r.campaigns(), "campaign", "campaigns")
                    + ". A campaign counts once, however many contacts it makes.");
        }
        int conclusive = verdict.strength().conclusive();
        if (conclusive > 0) {
            reasons.add(Numbers.count(conclusive, "contact says", "contacts say")
                    + " what hardly anybody could guess: a ticket number or an address of a planted record, or, in the"
                    + " company's name, the name of the person that a planted line belongs to.");
        }
        if (verdict.strength().stray()) {
            reasons.add("E is held down: only planted records were reached in a way that the company's own mail could"
                    + " explain, and controls cannot rule that out.");
        }
        if (verdict.registryKnown()) {
            reasons.add(
                    "Controls are reached by somebody who can know them only from us. Our own registry may be known,"
                            + " and then the comparison with controls means little.");
        }
        Window window = verdict.window();
        if (window != null && window.second() >= LeakWindow.ENOUGH) {
            reasons.add("Two snapshots explain the contacts " + Numbers.about(Math.min(window.second(), 1e6))
                    + " times as well as one.");
        }
        reasons.add(strength(verdict));
        reasons.add(bound(verdict));
        reasons.add(sum(verdict.strength()));
        return List.copyOf(reasons);
    }

    static String strength(Verdict verdict) {
        Strength s = verdict.strength();
        return "The evidence E, as odds of chance against a leak, is " + Numbers.odds(s.logE()) + ". From a prior of "
                + Numbers.probability(s.prior()) + " a year it makes a leak "
                + Numbers.probability(s.posterior()) + " probable.";
    }

    static String bound(Verdict verdict) {
        Level level = verdict.level();
        if (level.compareTo(Level.WATCH) < 0) {
            return "Below level WATCH there is no bound on false alarms: unsolicited calls and mails reach planted records"
                    + " without any leak.";
        }
        return "Without a leak, level " + level + " would ever be reached in at most 1 of "
                + Numbers.count(Math.round(level.least())) + " tenant-years."
                + (Summary.faded(verdict) ? " E has fallen since; a level that was reached is not taken back." : "");
    }

    private static String sum(Strength s) {
        boolean above = s.logSum() >= Math.log(SUM_THRESHOLD);
        return "For endless watching: the weekly sum of evidence is " + (above ? "above" : "below") + " "
                + Numbers.count((long) SUM_THRESHOLD) + ", which chance passes once in 20 years.";
    }
}
