package io.barium.outbox;

import io.barium.outbox.Outbox.Counts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Knows how a channel is, and says so: to health, to the metrics and to whoever should be alarmed. Written on the
 * worker's context alone; {@link #standing} may be read anywhere.
 */
final class ChannelWatch {
    /** Longer than a notice that could not be sent waits for its next attempt, shorter than until it is repeated. */
    private static final Duration TOLD_FOR = Duration.ofMinutes(30);

    private final Outbox outbox;
    private final Sender sender;
    private final String channel;
    private final Clock clock;
    private final ChannelAlarm alarm;
    private final Trouble trouble;
    /** Failures so far, and those of them that the table does not have yet. */
    private int failures;

    private int notNoted;
    /** Messages given up, until that has been told for long enough; the last of them when and why. */
    private int givenUp;

    private Instant gaveUpAt = Instant.MIN;
    private String gaveUpWhy = "";
    private volatile ChannelStanding standing;

    ChannelWatch(Outbox outbox, Sender sender, Policy policy, Clock clock, MeterRegistry meters, ChannelAlarm alarm) {
        this.outbox = outbox;
        this.sender = sender;
        this.channel = sender.channel();
        this.clock = clock;
        this.alarm = alarm;
        this.trouble = new Trouble(policy.alarmAfter());
        this.standing = new ChannelStanding(channel, 0, 0, null, false, null);
        List<Tag> tag = List.of(Tag.of("channel", channel));
        meters.gauge("barium.alerts.waiting", tag, this, w -> w.standing.waiting());
        meters.gauge("barium.alerts.dead", tag, this, w -> w.standing.dead());
        meters.gauge("barium.alerts.broken", tag, this, w -> w.standing.broken() ? 1 : 0);
    }

    ChannelStanding standing() {
        return standing;
    }

    /** A message left; answers whether that is news: the first one since the start or since a failure. */
    boolean worked() {
        return trouble.worked();
    }

    void failed(Sender.Outcome.Failed failure, boolean dead, Instant now) {
        failures++;
        notNoted++;
        trouble.failed(failure, dead, now);
        if (dead) {
            givenUp++;
            gaveUpAt = now;
            gaveUpWhy = failure.reason();
        }
    }

    /** The table has the failure now, or will never have it. */
    void failureNoted() {
        notNoted--;
    }

    /** How the messages stand, asked of the table; the answer goes to {@link #review}. */
    Future<Asked> ask() {
        int before = failures;
        boolean allNoted = notNoted == 0;
        return outbox.counts(channel).map(counts -> new Asked(counts, before, allNoted));
    }

    /** An answer of the table, and what of our own failures it could know. */
    record Asked(Counts counts, int failuresBefore, boolean allNoted) {}

    void review(Asked asked) {
        trouble.review(asked.counts(), asked.allNoted() && failures == asked.failuresBefore());
        say(asked.counts().waiting(), asked.counts().dead());
    }

    /** The table does not answer: what is known without it is said all the same. */
    void reviewWithoutTable() {
        say(standing.waiting(), standing.dead());
    }

    private void say(long waiting, long dead) {
        Instant now = clock.instant();
        trouble.seenAt(now);
        boolean broken = trouble.isBroken(now);
        boolean fails = trouble.since() != null;
        String why = fails ? trouble.why() : sender.complaint();
        standing = new ChannelStanding(channel, waiting, dead, trouble.since(), broken, why);
        if (broken) {
            alarm.broken(channel, standing.text());
        } else if (!fails && why != null) {
            alarm.limping(channel, standing.text());
        } else if (!fails) {
            alarm.well(channel);
        }
        if (givenUp > 0) {
            sayGivenUp(fails, now);
        }
    }

    /** While the channel fails, those who are told by it alone could not be told. */
    private void sayGivenUp(boolean fails, Instant now) {
        gaveUpAt = fails || gaveUpAt.isAfter(now) ? now : gaveUpAt;
        if (gaveUpAt.plus(TOLD_FOR).isAfter(now)) {
            alarm.gaveUp(
                    channel,
                    "alerts.%s: %s given up after alerts.giveUpAfter, the last because: %s. Mend that, then send again what is dead (/api/v1/dead-letters)."
                            .formatted(channel, givenUp == 1 ? "1 alert was" : givenUp + " alerts were", gaveUpWhy));
        } else {
            givenUp = 0;
            alarm.gaveUpLongAgo(channel);
        }
    }
}
