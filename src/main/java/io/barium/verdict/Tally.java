package io.barium.verdict;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * What a campaign has reached, and how likely it is the work of somebody who has the data. E does not use this; it
 * chooses the contacts that window, origins and shares rest on, because most of what reaches a planted line is noise.
 */
final class Tally {
    /** Of the campaigns that reach a planted token, so many are taken to follow the data before anything is known. */
    private static final double PRIOR_ODDS = .05 / .95;
    /** Logarithm of the odds from which on it counts. */
    private static final double SURE = StrictMath.log(19);
    /** How much of such a campaign's contacts follow the data. */
    private static final double RHO = .6;
    /** How often who has the data speaks as the company, and how often others do. */
    private static final double BRAND = .6;

    private static final double OTHERS_BRAND = .01;
    /** One quotation is worth that much at most. */
    private static final double CONCLUSIVE = 1e4;

    final Instant first;
    private final Set<Long> plantedLines = new HashSet<>();
    private final Set<Long> controlLines = new HashSet<>();
    private final Set<Long> plantedAddresses = new HashSet<>();
    private final Set<Long> controlAddresses = new HashSet<>();
    private final Set<String> siblings = new HashSet<>();
    private boolean brand;
    private boolean conclusive;
    private boolean controlQuoted;

    Tally(Instant first) {
        this.first = first;
    }

    void reached(Watched token) {
        boolean planted = token.row() != null;
        switch (token.kind()) {
            case PHONE -> (planted ? plantedLines : controlLines).add(token.id());
            case MAIL -> (planted ? plantedAddresses : controlAddresses).add(token.id());
            case TICKET -> throw new IllegalArgumentException("a ticket number cannot be reached");
        }
    }

    void quoted(Watched token) {
        conclusive |= token.row() != null;
        controlQuoted |= token.row() == null;
    }

    /** It spoke to a persona by name. */
    void named() {
        conclusive = true;
    }

    void also(Observation o) {
        siblings.addAll(o.siblings().keySet());
        brand |= o.brand();
    }

    /**
     * Whether it follows the data but for one chance in twenty, which is what the rest counts on.
     *
     * @param lines how many lines there are for each planted one
     * @param addresses how many addresses, siblings too, for each planted one
     */
    boolean follows(double lines, double addresses) {
        double log = StrictMath.log(PRIOR_ODDS)
                + plantedLines.size() * StrictMath.log(1 - RHO + RHO * lines)
                + plantedAddresses.size() * StrictMath.log(1 - RHO + RHO * addresses)
                + (controlLines.size() + controlAddresses.size() + siblings.size()) * StrictMath.log(1 - RHO)
                + StrictMath.log(brand ? BRAND / OTHERS_BRAND : (1 - BRAND) / (1 - OTHERS_BRAND))
                + (conclusive ? StrictMath.log(CONCLUSIVE) : 0);
        return log > SURE;
    }

    /**
     * Whether it knows a control, which stands in no customer's record: it quotes one, or it mailed to one and to none
     * of the many addresses that a guess would have met first.
     */
    boolean knowsControls(double addresses) {
        return controlQuoted || (!controlAddresses.isEmpty() && siblings.isEmpty() && addresses > 100);
    }
}
