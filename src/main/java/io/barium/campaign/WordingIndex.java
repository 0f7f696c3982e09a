package io.barium.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Wordings that were seen, found again by bands of their minhashes. Places are made as they are needed, up to a number;
 * then what was not seen again since it was last passed over gives way first.
 */
final class WordingIndex {
    /** A text like this one adds nothing to find others by. */
    private static final double SAME = .9;

    private static final int LONGEST_CHAIN = 48;
    private static final int MOST_COMPARED = 240;
    private static final int MOST_SPARED = 64;
    private static final int NONE = -1;
    /** Most databases see few wordings, and a place takes four hundred bytes. */
    private static final int FIRST_PLACES = 256;

    private final int most;
    private int places;
    private int mask;
    private int[] heads = {};
    private int[] next = {};
    private int[] before = {};
    private @Nullable Entry[] entries = {};
    private int[] looked = {};
    private int look;
    private int hand;

    /**
     * An empty index.
     *
     * @param most wordings kept
     */
    WordingIndex(int most) {
        this.most = most;
        resize(Math.min(most, FIRST_PLACES));
    }

    /** Makes room; whoever came later still stands ahead of whoever came before. */
    private void resize(int wanted) {
        int filled = places;
        places = wanted;
        mask = Math.max(1, Integer.highestOneBit(places) * 2) - 1;
        heads = new int[Wording.BANDS * (mask + 1)];
        Arrays.fill(heads, NONE);
        next = new int[Wording.BANDS * places];
        before = new int[Wording.BANDS * places];
        entries = Arrays.copyOf(entries, places);
        looked = Arrays.copyOf(looked, places);
        for (int place = 0; place < filled; place++) {
            link(Objects.requireNonNull(entries[place]).wording, place);
        }
        hand = filled;
    }

    private static final class Entry {
        private final Wording wording;
        private long campaign;
        private long lastSeen;
        private boolean seenAgain;

        Entry(Wording wording, long campaign, long at) {
            this.wording = wording;
            this.campaign = campaign;
            lastSeen = at;
        }
    }

    /**
     * A campaign that said something similar.
     *
     * @param campaign what it is part of now
     * @param likeness 0 to 1
     * @param weight what that is worth
     * @param place where it is kept
     */
    record Similar(long campaign, double likeness, double weight, int place) {}

    /**
     * Those that carry weight, in no order that matters.
     *
     * @param oldest what was last seen before is forgotten
     * @param root what a campaign is part of now
     */
    List<Similar> similar(Wording wording, long oldest, LongUnaryOperator root) {
        look++;
        List<Similar> found = new ArrayList<>();
        int compared = 0;
        for (int band = 0; band < Wording.BANDS && compared < MOST_COMPARED; band++) {
            int steps = 0;
            int place = heads[bucket(wording, band)];
            while (place != NONE && steps++ < LONGEST_CHAIN) {
                Entry entry = entries[place];
                if (looked[place] != look
                        && entry != null
                        && entry.lastSeen >= oldest
                        && wording.sharesBand(entry.wording, band)) {
                    looked[place] = look;
                    compared++;
                    double likeness = wording.likeness(entry.wording);
                    double weight = wording.weight(entry.wording, likeness);
                    if (weight > 0) {
                        found.add(new Similar(root.applyAsLong(entry.campaign), likeness, weight, place));
                    }
                }
                place = next[band * places + place];
            }
        }
        return found;
    }

    /** Notes that a campaign said this; {@code similar} is the answer for the same wording, just now. */
    void add(Wording wording, long campaign, long at, List<Similar> similar) {
        for (Similar s : similar) {
            Entry entry = entries[s.place()];
            boolean ours = s.campaign() == campaign || s.weight() >= 1;
            if (entry != null && ours && s.likeness() >= SAME) {
                entry.lastSeen = at;
                entry.seenAgain = true;
                entry.campaign = campaign;
                return;
            }
        }
        int place = free();
        entries[place] = new Entry(wording, campaign, at);
        link(wording, place);
    }

    private void link(Wording wording, int place) {
        for (int band = 0; band < Wording.BANDS; band++) {
            int bucket = bucket(wording, band);
            int after = heads[bucket];
            next[band * places + place] = after;
            before[band * places + place] = NONE;
            if (after != NONE) {
                before[band * places + after] = place;
            }
            heads[bucket] = place;
        }
    }

    private int free() {
        if (entries[hand] != null && places < most) {
            resize(Math.min(most, 2 * places));
        }
        for (int spared = 0; spared < MOST_SPARED; spared++) {
            Entry entry = entries[hand];
            if (entry == null || !entry.seenAgain) {
                break;
            }
            entry.seenAgain = false;
            hand = (hand + 1) % places;
        }
        int place = hand;
        hand = (hand + 1) % places;
        Entry old = entries[place];
        if (old != null) {
            remove(old, place);
        }
        return place;
    }

    private void remove(Entry old, int place) {
        for (int band = 0; band < Wording.BANDS; band++) {
            int after = next[band * places + place];
            int ahead = before[band * places + place];
            if (ahead == NONE) {
                heads[bucket(old.wording, band)] = after;
            } else {
                next[band * places + ahead] = after;
            }
            if (after != NONE) {
                before[band * places + after] = ahead;
            }
        }
    }

    private int bucket(Wording wording, int band) {
        return band * (mask + 1) + (wording.band(band) & mask);
    }
}
