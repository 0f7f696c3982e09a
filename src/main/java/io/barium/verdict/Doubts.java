package io.barium.verdict;

import io.barium.inference.Level;
import io.barium.inference.Posterior;
import io.barium.verdict.Verdict.Reach;
import io.barium.verdict.Verdict.SegmentShare;
import io.barium.verdict.Verdict.Strength;
import io.barium.verdict.Verdict.Window;
import java.util.ArrayList;
import java.util.List;

/** What would change the mind, and what must not be read into a verdict. */
final class Doubts {
    private static final double RARE = .005;
    private static final double COMMON = .1;

    private Doubts() {}

    static List<String> wouldChange(Verdict verdict) {
        if (verdict.level() == Level.QUIET) {
            return List.of("A first contact of a planted record, above all one that quotes a ticket number.");
        }
        List<String> would = new ArrayList<>();
        Reach r = verdict.reach();
        would.add("Contacts at controls: should the same campaigns reach controls as often as planted records, chance"
                + " explains them and E falls.");
        would.add("A mailing, survey or forwarding rule of the company's own that explains the contacts.");
        if (r.campaigns() > 1) {
            would.add("Campaigns that turn out to be one: their contacts would count together, and E would fall.");
        }
        would.add("More planted records reached and no more controls, or a contact that quotes a ticket number: E would"
                + " rise.");
        Window window = verdict.window();
        if (window != null) {
            would.add("Contacts at records that were planted after " + Numbers.day(window.until())
                    + " or taken out before " + Numbers.day(window.from())
                    + ": the window would move, or data was taken more than once.");
            if (window.contradicting()) {
                would.add("One more contact from either side of the contradiction: it tells a second snapshot from a"
                        + " coincidence.");
            }
        }
        would.add(
                verdict.origins().isEmpty()
                        ? "An access log: with it the paths can be ranked."
                        : "A gap or an error in the access log, or a path that nobody recorded: the ranking rests on it.");
        if (verdict.shares().stream().anyMatch(SegmentShare::silent)) {
            would.add("A first contact in a segment that has been silent: more customers would have to be told.");
        }
        return List.copyOf(would);
    }

    static List<String> caveats(Verdict verdict) {
        List<String> caveats = new ArrayList<>();
        caveats.add(
                "Access is not guilt. The ranking says through which path data may have left, not who took it; accounts"
                        + " are shared, stolen and misused.");
        Strength s = verdict.strength();
        caveats.add("The prior is an assumption. The same evidence makes a leak "
                + Numbers.probability(Posterior.of(RARE, s.logE()))
                + " probable where one tenant-year in 200 has one, and "
                + Numbers.probability(Posterior.of(COMMON, s.logE())) + " where one in 10 has.");
        caveats.add("A planted record that is reached is the exception; most calls and mails that reach phone lines and"
                + " mailboxes come without any leak.");
        caveats.add(
                verdict.origins().isEmpty()
                        ? "No accesses are recorded for what was reached, so nothing is said about paths."
                        : "Accesses that are missing from the log are not seen. The places of the ranking are given that"
                                + " data left, and that the log is right.");
        caveats.add("Data that is copied and never used is never seen. Silence is no proof that a segment is untouched;"
                + " its upper bound says how much could be missing.");
        caveats.add("Somebody who can tell planted records from real ones can leave them out.");
        caveats.add("A level is never taken back, even when E falls; the alarm was given, and the record says so.");
        return List.copyOf(caveats);
    }
}
