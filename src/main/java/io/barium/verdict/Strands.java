package io.barium.verdict;

import io.barium.inference.ChannelPlan;
import io.barium.inference.Cluster;
import io.barium.inference.Evidence;
import io.barium.inference.Vigil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The evidence by channels: lines, with what any call says and what calls in the company's name say; addresses, among
 * their siblings and with a guard against the company's own mail; and what is quoted.
 */
final class Strands {
    private static final String PHONE = "phone";
    private static final String MAIL = "mail";
    private static final String ANY = "any";
    private static final String BRAND = "brand";
    /** Before the token of the line to which a persona was spoken to by name. */
    private static final String NAME = "name ";
    /** A planted line is called by somebody within weeks, so calls in the company's name tell more. */
    private static final double OF_ANY = .25;

    /** A campaign of which nothing was heard for so long, in days, is over. */
    private static final double OVER = 3;
    /** Campaigns that may go on, at most: each takes memory. */
    private static final int OPEN = 40;

    private final Vigil vigil;
    private final double chance;
    private final Map<Long, Double> open = new LinkedHashMap<>(16, .75f, true);
    private double newest;

    Strands(Assumptions assumptions, Registered registered) {
        Ways ways = new Ways(registered);
        Map<String, Double> calls = new LinkedHashMap<>();
        calls.put(ANY, OF_ANY);
        calls.put(BRAND, 1 - OF_ANY);
        this.vigil = new Vigil(
                ways.begin(),
                List.of(
                        new ChannelPlan(
                                PHONE,
                                ways.strata(Watched.Kind.PHONE),
                                Map.of(),
                                ways.origins(Watched.Kind.PHONE),
                                calls,
                                null),
                        new ChannelPlan(
                                MAIL,
                                ways.strata(Watched.Kind.MAIL),
                                registered.siblings(),
                                ways.origins(Watched.Kind.MAIL),
                                Map.of(ANY, 1.0),
                                assumptions.strayRate())));
        this.chance = ways.tickets() / assumptions.ticketSpace();
        this.newest = ways.begin();
    }

    /** Whether E may be another one. */
    boolean take(Observation o, double began, Tokens tokens) {
        double at = Math.max(newest, Days.of(o.at()));
        newest = at;
        vigil.advance(at);
        forget(o.campaign(), at);
        boolean changed = false;
        if (!o.reached().isEmpty() || !o.siblings().isEmpty()) {
            vigil.searched(at, o.strings() * chance);
            vigil.searched(at, o.nameChance());
            changed |= conclusive(o, began, tokens);
            List<String> reached = o.reached().stream().map(Blind::token).toList();
            Map<String, String> siblings = new TreeMap<>();
            o.siblings().forEach((address, stratum) -> siblings.put(Blind.sibling(address), stratum));
            Cluster cluster = new Cluster(Watched.key(o.campaign()), began, reached, siblings, at);
            if (o.phone()) {
                changed |= vigil.take(PHONE, ANY, cluster);
                changed |= o.brand() && vigil.take(PHONE, BRAND, cluster);
            } else {
                changed |= vigil.take(MAIL, ANY, cluster);
            }
        }
        return changed;
    }

    /** A contact counts once, whatever it says: who has copied a mail has all that stands in it. */
    private boolean conclusive(Observation o, double began, Tokens tokens) {
        for (long id : o.quoted()) {
            Watched token = tokens.find(id);
            if (token != null && token.row() != null && vigil.quoted(began, Blind.token(id))) {
                return true;
            }
        }
        for (long id : o.named()) {
            if (vigil.quoted(began, NAME + Blind.token(id))) {
                return true;
            }
        }
        return false;
    }

    private void forget(long campaign, double at) {
        open.put(campaign, at);
        List<Long> over = new ArrayList<>();
        int more = open.size() - OPEN;
        for (Map.Entry<Long, Double> e : open.entrySet()) {
            if (e.getValue() < at - OVER || over.size() < more) {
                over.add(e.getKey());
            }
        }
        over.forEach(id -> {
            open.remove(id);
            vigil.close(Watched.key(id));
        });
    }

    /** Natural logarithm of E at a time. */
    double logE(double now) {
        return vigil.logE(Math.max(now, newest));
    }

    /** Natural logarithm of the weekly sum. */
    double logSum() {
        return vigil.logSum(newest);
    }

    /** Whether the guard against the company's own mail allows less than the labels do. */
    boolean heldByStray(double now) {
        double at = Math.max(now, newest);
        double byLabels =
                vigil.years().stream().mapToDouble(Evidence::logByLabels).max().orElse(0);
        return logE(at) < byLabels;
    }
}
