package io.barium.verdict;

import java.util.Arrays;

/**
 * What a campaign has reached, and how likely it is the work of somebody who has the data. E does not use this; it
 * chooses the contacts that window, origins and shares rest on, because most of what reaches a planted line is noise.
 * For the same reason it is small: a flood brings hundreds of thousands of campaigns with a contact or two each.
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

    private static final int[] NONE = {};

    /** When it began, in days. */
    final double began;
    /** Registry ids, which have 31 bits, and siblings as negative numbers; ascending. */
    private int[] reached = NONE;

    private int size;
    private int plantedLines;
    private int plantedAddresses;
    private boolean controlAddress;
    private boolean sibling;
    private boolean brand;
    private boolean conclusive;

    Tally(double began) {
        this.began = began;
    }

    void reached(Watched token) {
        if (token.kind() == Watched.Kind.TICKET) {
            throw new IllegalArgumentException("a ticket number cannot be reached");
        }
        boolean phone = token.kind() == Watched.Kind.PHONE;
        boolean planted = token.row() != null;
        controlAddress |= !phone && !planted;
        if (isFirst(Math.toIntExact(token.id())) && planted) {
            plantedLines += phone ? 1 : 0;
            plantedAddresses += phone ? 0 : 1;
        }
    }

    /**
     * It reached a sibling.
     *
     * @param number of the sibling, from 0
     */
    void sibling(int number) {
        sibling = true;
        isFirst(-1 - number);
    }

    private boolean isFirst(int thing) {
        int at = -1 - Arrays.binarySearch(reached, 0, size, thing);
        if (at < 0) {
            return false;
        }
        if (size == reached.length) {
            reached = Arrays.copyOf(reached, size + 1 + size / 2);
        }
        System.arraycopy(reached, at, reached, at + 1, size - at);
        reached[at] = thing;
        size++;
        return true;
    }

    /** It quoted something that is planted. */
    void quoted() {
        conclusive = true;
    }

    /** It spoke to a persona by name. */
    void named() {
        conclusive = true;
    }

    void speaks(boolean asBrand) {
        brand |= asBrand;
    }

    /**
     * Whether it follows the data but for one chance in twenty, which is what the rest counts on.
     *
     * @param lines how many lines there are for each planted one
     * @param addresses how many addresses, siblings too, for each planted one
     */
    boolean follows(double lines, double addresses) {
        double log = StrictMath.log(PRIOR_ODDS)
                + plantedLines * StrictMath.log(1 - RHO + RHO * lines)
                + plantedAddresses * StrictMath.log(1 - RHO + RHO * addresses)
                + (size - plantedLines - plantedAddresses) * StrictMath.log(1 - RHO)
                + StrictMath.log(brand ? BRAND / OTHERS_BRAND : (1 - BRAND) / (1 - OTHERS_BRAND))
                + (conclusive ? StrictMath.log(CONCLUSIVE) : 0);
        return log > SURE;
    }

    /**
     * Whether it knows a control, which stands in no customer's record: it mailed to one and to none of the many
     * addresses that a guess would have met first.
     */
    boolean knowsControls(double addresses) {
        return controlAddress && !sibling && addresses > 100;
    }
}
