package io.barium.inference;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Evidence from content that only the database holds, such as a quoted ticket number. Nobody quotes it but by accident,
 * and how often that happens can be computed: a contact with D digit strings quotes one of K numbers out of Z with
 * chance {@code D K / Z}. Those chances, added up over all contacts that were searched, are what a bet on such content
 * pays while nothing is found, so however much is heard there is no false alarm: {@code (1 + l)^N exp(-l P)} from each
 * start on, mixed over l, which is also the most that a single quote counts.
 */
public final class Conclusive {
    /** The most that a quote multiplies by, each with its share of the mixture. */
    private static final List<Cap> CAPS =
            List.of(new Cap(10, .1), new Cap(100, .1), new Cap(1_000, .2), new Cap(10_000, .6));

    private static final double[] LOG_SHARE =
            CAPS.stream().mapToDouble(c -> StrictMath.log(c.share())).toArray();
    private static final double[] LOG_PAID =
            CAPS.stream().mapToDouble(c -> StrictMath.log1p(c.most())).toArray();

    private record Cap(double most, double share) {}

    private final double[] starts;
    /** Accidents to expect by start. */
    private final double[] expected;

    private final int[] quotes;
    private final TreeSet<String> quoted = new TreeSet<>();
    /** Until something changes. */
    private double @Nullable [] logs;

    /**
     * What was found.
     *
     * @param expected accidents to expect by start
     * @param quotes found by start
     * @param quoted tokens
     */
    public record State(double[] expected, int[] quotes, List<String> quoted) {}

    Conclusive(double[] starts) {
        this.starts = starts;
        this.expected = new double[starts.length];
        this.quotes = new int[starts.length];
    }

    Conclusive(double[] starts, State state) {
        this(starts);
        System.arraycopy(state.expected(), 0, expected, 0, expected.length);
        System.arraycopy(state.quotes(), 0, quotes, 0, quotes.length);
        quoted.addAll(state.quoted());
    }

    State state() {
        return new State(expected.clone(), quotes.clone(), List.copyOf(quoted));
    }

    void searched(double at, double chance) {
        logs = null;
        for (int s = 0; s < starts.length && starts[s] < at; s++) {
            expected[s] += chance;
        }
    }

    /** Whether it is the first quote of that token. */
    boolean quote(double at, String token) {
        if (!quoted.add(token)) {
            return false;
        }
        logs = null;
        for (int s = 0; s < starts.length && starts[s] < at; s++) {
            quotes[s]++;
        }
        return true;
    }

    void known(List<String> tokens) {
        quoted.addAll(tokens);
    }

    List<String> quoted() {
        return List.copyOf(quoted);
    }

    /** The evidence for each start, as a logarithm. */
    double[] logs() {
        double[] known = logs;
        if (known == null) {
            known = mixed();
            logs = known;
        }
        return known;
    }

    private double[] mixed() {
        double[] out = new double[starts.length];
        double[] terms = new double[CAPS.size()];
        for (int s = 0; s < out.length; s++) {
            if (expected[s] == 0 && quotes[s] == 0) {
                continue;
            }
            for (int l = 0; l < terms.length; l++) {
                Cap cap = CAPS.get(l);
                terms[l] = LOG_SHARE[l] + quotes[s] * LOG_PAID[l] - cap.most() * expected[s];
            }
            out[s] = LogSum.of(terms);
        }
        return out;
    }
}
