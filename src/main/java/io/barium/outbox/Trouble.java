package io.barium.outbox;

import io.barium.outbox.Outbox.Counts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a channel is in trouble, from what became of its attempts and from how its messages stand. Belongs to one
 * worker's context.
 */
final class Trouble {
    private final Duration alarmAfter;
    private @Nullable Instant since;
    private String why = "";
    private boolean refused;
    private boolean worked;
    private boolean gaveUp;
    private boolean reviewed;

    /** @param alarmAfter trouble that is no refusal counts when it has lasted so long */
    Trouble(Duration alarmAfter) {
        this.alarmAfter = alarmAfter;
    }

    void failed(Sender.Outcome.Failed failure, boolean dead, Instant now) {
        since = since == null ? now : since;
        why = failure.reason();
        refused |= failure.refused();
        gaveUp |= dead;
        worked = false;
    }

    /** A message left; answers whether that is news: the first one since the start or since a failure. */
    boolean worked() {
        boolean news = !worked;
        worked = true;
        return news;
    }

    /**
     * Takes in how the messages stand. Trouble is over when none of them has failed any more; a success of another
     * message alone does not end it. What a start finds failing is trouble from before.
     *
     * @param whole whether every failure of ours was in the table when it was asked
     */
    void review(Counts counts, boolean whole) {
        if (since != null && whole && counts.failing() == 0 && (worked || !gaveUp)) {
            since = null;
            refused = false;
            gaveUp = false;
        } else if (!reviewed && since == null && counts.failing() > 0) {
            since = counts.failingSince();
            why = counts.lastError();
        }
        reviewed = true;
    }

    /** It is that late. Trouble that seems to begin later began before the clock was set back, and counts from now. */
    void seenAt(Instant now) {
        since = since != null && since.isAfter(now) ? now : since;
    }

    /** Whether they fail by refusal or for so long that somebody is to be told. */
    boolean isBroken(Instant now) {
        return since != null && (refused || !since.plus(alarmAfter).isAfter(now));
    }

    /** Since when messages fail to leave, however shortly. */
    @Nullable
    Instant since() {
        return since;
    }

    String why() {
        return why;
    }
}
