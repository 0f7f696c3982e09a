package io.barium.campaign;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who had which feature, for as long as it is seen now and then. What was not seen for longest goes first. */
final class FeatureIndex {
    /** Campaigns remembered for one feature, the latest. */
    private static final int MOST_CAMPAIGNS = 8;

    private final long window;
    private final int most;
    private final Map<String, Sighting> sightings = new LinkedHashMap<>(1_024, .75f, true);

    /**
     * An empty index.
     *
     * @param window milliseconds
     */
    FeatureIndex(long window, int most) {
        this.window = window;
        this.most = most;
    }

    /** Who had a feature. */
    static final class Sighting {
        private final Kind first;
        private long[] campaigns = new long[1];
        private int held;
        private int shared;
        private int contacts;
        private int alone;
        private long lastSeen;

        Sighting(Kind first) {
            this.first = first;
        }

        /** What it was when it was first seen. */
        Kind first() {
            return first;
        }

        /** The campaigns that it is part of by now, the latest last. */
        long[] campaigns(LongUnaryOperator root) {
            int kept = 0;
            for (int i = 0; i < held; i++) {
                long campaign = root.applyAsLong(campaigns[i]);
                boolean again = false;
                for (int j = 0; j < kept; j++) {
                    again |= campaigns[j] == campaign;
                }
                if (!again) {
                    campaigns[kept++] = campaign;
                }
            }
            shared -= held - kept;
            held = kept;
            return Arrays.copyOf(campaigns, held);
        }

        /**
         * By how much its weight is left: whole until more campaigns share it than the kind has patience for, or until
         * as many contacts had it that said something else than all before them.
         */
        double rarity() {
            if (contacts < first.fewest()) {
                return 0;
            }
            int strangers = alone * 4 > contacts ? alone : 0;
            int spread = Math.max(shared, strangers);
            return spread <= first.patience ? 1 : (double) first.patience / spread;
        }

        private void add(long campaign, boolean byItself, long at) {
            contacts++;
            alone += byItself ? 1 : 0;
            lastSeen = at;
            for (int i = 0; i < held; i++) {
                if (campaigns[i] == campaign) {
                    System.arraycopy(campaigns, i + 1, campaigns, i, held - i - 1);
                    campaigns[held - 1] = campaign;
                    return;
                }
            }
            shared++;
            if (held == MOST_CAMPAIGNS) {
                System.arraycopy(campaigns, 1, campaigns, 0, held - 1);
                held--;
            } else if (held == campaigns.length) {
                campaigns = Arrays.copyOf(campaigns, Math.min(MOST_CAMPAIGNS, 2 * held));
            }
            campaigns[held++] = campaign;
        }
    }

    /** Forgets what is too old. */
    void expire(long now) {
        Iterator<Sighting> oldest = sightings.values().iterator();
        while (oldest.hasNext() && oldest.next().lastSeen < now - window) {
            oldest.remove();
        }
    }

    @Nullable
    Sighting find(Feature feature) {
        return sightings.get(feature.key());
    }

    /**
     * Notes that a contact of a campaign has a feature.
     *
     * @param byItself whether it had nothing else in common with the campaign, though it had something to say
     */
    void add(Feature feature, long campaign, boolean byItself, long at) {
        sightings
                .computeIfAbsent(feature.key(), k -> new Sighting(feature.kind()))
                .add(campaign, byItself, at);
        if (sightings.size() > most) {
            Iterator<Sighting> oldest = sightings.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
