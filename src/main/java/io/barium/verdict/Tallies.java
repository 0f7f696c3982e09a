package io.barium.verdict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each campaign has reached so far; none is ever forgotten, as it may go on. */
final class Tallies {
    private final SeqMap places = new SeqMap();
    private final List<Tally> tallies = new ArrayList<>();

    /** That of a campaign, a new one where it begins now. */
    Tally of(long campaign, Instant now) {
        Tally known = find(campaign);
        if (known != null) {
            return known;
        }
        Tally tally = new Tally(Days.of(now));
        places.putIfAbsent(campaign, tallies.size());
        tallies.add(tally);
        return tally;
    }

    @Nullable
    Tally find(long campaign) {
        int at = (int) places.getOrDefault(campaign, -1);
        return at < 0 ? null : tallies.get(at);
    }
}
