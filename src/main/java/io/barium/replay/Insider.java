package io.barium.replay;

import io.barium.inference.Hit;
import io.barium.inference.LeakWindow;
import io.barium.inference.LeakWindow.Start;
import io.barium.inference.Origin.Presence;
import io.barium.inference.OriginKind;
import io.barium.inference.OriginPairs;
import io.barium.inference.OriginRanking;
import io.barium.inference.OriginRanking.Candidate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A simulated office: agents who each look at some of the rows, queues that hold them, and a leak through one of them,
 * or through somebody who is not on the list.
 */
final class Insider {
    private static final int CANARIES = 500;
    private static final int AGENTS = 200;
    private static final int QUEUES = 10;
    private static final double MEAN_ACCESS = .03;
    private static final double MOST_ACCESS = .5;
    private static final double NOISE = .05;
    private static final double YEAR = 365;
    /** Mean days from one contact to the next. */
    private static final double PACE = 5;

    private static final int STARTS = 24;

    private static final List<String> TOKENS = IntStream.range(0, CANARIES)
            .mapToObj(i -> String.format("t%05d", i))
            .toList();
    private static final double[] SHARES = shares();

    private final SplittableRandom random;
    private final Office office;
    private final double leak;
    /** Rows that each agent saw before the leak. */
    private final List<List<String>> seen = new ArrayList<>();
    /** How many agents saw each row. */
    private final Map<String, Integer> popularity = new HashMap<>();

    private final Map<String, Presence> planted = new HashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();

    /**
     * How good the access log is.
     *
     * @param missing share of accesses that are not in it
     * @param wrong share of accesses that are in it for another row
     * @param timed whether accesses are spread over a year and the day of the leak has to be concluded; otherwise all
     *     lie before it and it is known
     */
    record Office(double missing, double wrong, boolean timed) {}

    /**
     * What was concluded.
     *
     * @param first whether the true origin stands first of all, unknown ones included
     * @param listed whether it stands first of those that are listed
     * @param sure whether it has more than .95
     * @param named whether it is an agent who may be named
     * @param innocent whether an agent who did nothing has more than .95
     * @param accused whether one may be named
     * @param guilt share of it among those that the guilt model puts first
     * @param count share of it among those that match most contacts
     */
    record Conclusion(
            boolean first,
            boolean listed,
            boolean sure,
            boolean named,
            boolean innocent,
            boolean accused,
            double guilt,
            double count) {}

    Insider(Office office, long seed) {
        this.random = new SplittableRandom(seed);
        this.office = office;
        this.leak = office.timed() ? 120 + 240 * random.nextDouble() : YEAR;
        for (String t : TOKENS) {
            planted.put(t, new Presence(0, Double.POSITIVE_INFINITY));
        }
        for (int a = 0; a < AGENTS; a++) {
            candidates.add(new Candidate(agent(a), OriginKind.AGENT, look(SHARES[a])));
        }
        for (int q = 0; q < QUEUES; q++) {
            Map<String, Presence> rows = new HashMap<>();
            queue(q).forEach(t -> rows.put(t, new Presence(0, Double.POSITIVE_INFINITY)));
            candidates.add(new Candidate("queue" + q, OriginKind.QUEUE, rows));
        }
    }

    /** An agent looks at rows; what the log says of it. */
    private Map<String, Presence> look(double share) {
        List<String> before = new ArrayList<>();
        Map<String, Presence> log = new HashMap<>();
        for (int i = skip(share); i < CANARIES; i += 1 + skip(share)) {
            String t = TOKENS.get(i);
            double at = YEAR * random.nextDouble();
            popularity.merge(t, 1, Integer::sum);
            if (at < leak) {
                before.add(t);
            }
            double luck = random.nextDouble();
            if (luck >= office.missing()) {
                String row = luck < office.missing() + office.wrong() ? token() : t;
                log.merge(row, new Presence(at, Double.POSITIVE_INFINITY), (x, y) -> x.from() < y.from() ? x : y);
            }
        }
        seen.add(before);
        return log;
    }

    /** Rows until the next one that is looked at. */
    private int skip(double share) {
        return (int) Math.min(CANARIES, Math.log1p(-random.nextDouble()) / Math.log1p(-share));
    }

    /** A leak through an agent who saw enough rows. */
    Conclusion listed(int hits) {
        int agent;
        do {
            agent = random.nextInt(AGENTS);
        } while (seen.get(agent).size() < hits);
        return judge(agent(agent), hits(seen.get(agent), hits));
    }

    /** A leak of a whole queue. */
    Conclusion wholeQueue(int hits) {
        int queue = random.nextInt(QUEUES);
        return judge("queue" + queue, hits(queue(queue), hits));
    }

    /** A leak through somebody with such access who is not on the list; he likes rows that others like, or does not. */
    Conclusion unlisted(int hits) {
        double share = .01 + .05 * random.nextDouble();
        int tilt = random.nextInt(3);
        double sum = 0;
        for (String t : TOKENS) {
            sum += Math.pow(popularity.getOrDefault(t, 0), tilt);
        }
        Set<String> rows = new TreeSet<>();
        while (rows.size() < hits) {
            for (String t : TOKENS) {
                double weight = Math.pow(popularity.getOrDefault(t, 0), tilt);
                if (random.nextDouble() < share * CANARIES * weight / sum) {
                    rows.add(t);
                }
            }
        }
        return judge(OriginRanking.UNKNOWN_KEY, hits(rows, hits));
    }

    /** Two agents pool what they saw: whether they stand first among the pairs. */
    boolean pair(int hits) {
        int one;
        int other;
        Set<String> rows;
        do {
            one = random.nextInt(AGENTS);
            other = random.nextInt(AGENTS);
            rows = new TreeSet<>(seen.get(one));
            rows.addAll(seen.get(other));
        } while (one == other
                || rows.size() < hits
                || seen.get(one).size() < 2
                || seen.get(other).size() < 2);
        List<Hit> reached = hits(rows, hits);
        Set<String> both = Set.of(agent(one), agent(other));
        List<OriginPairs.Pair> pairs = OriginPairs.of(reached, candidates, starts(reached), planted, 1);
        return !pairs.isEmpty()
                && both.equals(Set.of(pairs.get(0).first(), pairs.get(0).second()));
    }

    private Conclusion judge(String truth, List<Hit> hits) {
        List<OriginRanking.Place> places = OriginRanking.of(hits, candidates, starts(hits), planted);
        OriginRanking.Place first = places.get(0);
        OriginRanking.Place listed = places.stream()
                .filter(p -> p.kind() != OriginKind.UNKNOWN)
                .findFirst()
                .orElseThrow();
        boolean right = first.key().equals(truth);
        boolean person = first.kind() == OriginKind.AGENT;
        boolean sure = first.probability() > .95;
        Map<String, Set<String>> held = held(hits);
        Map<String, Double> matches = new HashMap<>();
        held.forEach((key, rows) -> matches.put(key, (double) rows.size()));
        return new Conclusion(
                right,
                listed.key().equals(truth),
                right && sure,
                right && first.nameable(),
                !right && person && sure,
                !right && first.nameable(),
                share(truth, GuiltModel.of(held)),
                share(truth, matches));
    }

    /** Which of the reached rows each candidate had, by the log. */
    private Map<String, Set<String>> held(List<Hit> hits) {
        Map<String, Set<String>> out = new HashMap<>();
        for (Candidate c : candidates) {
            Set<String> rows = new TreeSet<>();
            for (Hit hit : hits) {
                Presence p = c.members().get(hit.token());
                if (p != null && p.from() < leak) {
                    rows.add(hit.token());
                }
            }
            out.put(c.key(), rows);
        }
        return out;
    }

    private List<Start> starts(List<Hit> hits) {
        return office.timed() ? LeakWindow.of(hits, planted).starts(STARTS) : List.of(new Start(leak, 1));
    }

    /** Contacts of what was taken, one after another, some of them background. */
    private List<Hit> hits(Collection<String> rows, int n) {
        List<String> left = new ArrayList<>(rows);
        Set<String> reached = new TreeSet<>();
        List<Hit> hits = new ArrayList<>();
        double at = leak;
        while (hits.size() < n) {
            String token =
                    left.isEmpty() || random.nextDouble() < NOISE ? token() : left.remove(random.nextInt(left.size()));
            if (reached.add(token)) {
                at -= PACE * Math.log1p(-random.nextDouble());
                hits.add(new Hit(token, at));
            }
        }
        return hits;
    }

    /** Zipf: the n-th agent sees one n-th of what the first does, but nobody more than half of all. */
    private static double[] shares() {
        double[] out = new double[AGENTS];
        double mean = 0;
        for (double scale = MEAN_ACCESS; mean < MEAN_ACCESS; scale *= 1.001) {
            mean = 0;
            for (int a = 0; a < AGENTS; a++) {
                out[a] = Math.min(MOST_ACCESS, scale / (a + 1));
                mean += out[a] / AGENTS;
            }
        }
        return out;
    }

    private static double share(String truth, Map<String, Double> scores) {
        double most =
                scores.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        long first = scores.values().stream().filter(s -> s >= most - 1e-12).count();
        return scores.getOrDefault(truth, -1.0) >= most - 1e-12 ? 1.0 / first : 0;
    }

    private static List<String> queue(int q) {
        List<String> out = new ArrayList<>();
        for (int i = q; i < CANARIES; i += QUEUES) {
            out.add(TOKENS.get(i));
        }
        return out;
    }

    private static String agent(int a) {
        return String.format("agent%03d", a);
    }

    private String token() {
        return TOKENS.get(random.nextInt(CANARIES));
    }
}
