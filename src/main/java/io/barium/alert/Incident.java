package io.barium.alert;

import io.barium.loop.BackOff;
import io.barium.outbox.Sender.Outcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A condition that operators should know of, from its beginning until everybody who was told knows that it is over. */
final class Incident {
    private static final Duration REMIND_EVERY = Duration.ofHours(1);
    private static final Duration CALM = Duration.ofMinutes(1);
    private static final Duration GIVE_UP_AFTER = Duration.ofDays(1);

    private final String name;
    private final Instant since;
    private final Map<String, Told> channels = new LinkedHashMap<>();
    private String text;
    private @Nullable String except;
    private @Nullable Instant over;

    /** How far one channel has been told. */
    private static final class Told {
        private final Turn notice = new Turn();
        private final Turn end = new Turn();
        private int notices;
        private boolean inHand;
    }

    /** What is to be said next, and to whom of the channel. */
    private static final class Turn {
        private int failures;
        private Wait wait = Wait.NONE;
        private List<String> outstanding = List.of();
    }

    /**
     * Something to say now.
     *
     * @param number how often this channel has been told of the incident; with {@code over} and the incident's name and
     *     beginning it makes the id
     * @param attempts including this one
     * @param outstanding whom of several it has not reached yet, in the sender's words; empty when nobody has it
     */
    record Notice(
            String channel,
            String name,
            String text,
            Instant since,
            int number,
            boolean over,
            int attempts,
            List<String> outstanding) {}

    Incident(String name, String text, @Nullable String except, Instant since) {
        this.name = name;
        this.text = text;
        this.except = except;
        this.since = since;
    }

    /**
     * It still holds.
     *
     * @return false when it was over and somebody has been told so: this is another incident
     */
    boolean holds(String nowText, @Nullable String nowExcept) {
        if (over != null && channels.values().stream().anyMatch(t -> t.notices < 0)) {
            return false;
        }
        text = nowText;
        except = nowExcept;
        over = null;
        return true;
    }

    void over(Instant now) {
        over = over == null ? now : over;
    }

    /** What is to be said now. An end is told only after a calm minute, so that flapping is one incident. */
    List<Notice> due(List<String> all, Instant now) {
        List<Notice> due = new ArrayList<>();
        boolean ended = over != null;
        if (over != null && !isCalm(over, now)) {
            return due;
        }
        for (String channel : all) {
            Told t = channels.computeIfAbsent(channel, c -> new Told());
            boolean wants = ended ? t.notices > 0 : !channel.equals(except) && t.notices >= 0;
            Turn turn = ended ? t.end : t.notice;
            if (wants && !t.inHand && turn.wait.isOver(now)) {
                t.inHand = true;
                due.add(new Notice(channel, name, text, since, t.notices, ended, turn.failures + 1, turn.outstanding));
            }
        }
        return due;
    }

    void told(Notice notice, Instant now) {
        Told t = told(notice);
        Turn turn = notice.over() ? t.end : t.notice;
        turn.failures = 0;
        turn.outstanding = List.of();
        t.notices = notice.over() ? -1 : t.notices + 1;
        t.notice.wait = new Wait(now, REMIND_EVERY);
    }

    void failed(Notice notice, Failed failure, BackOff backOff, Instant now) {
        Told t = told(notice);
        Turn turn = notice.over() ? t.end : t.notice;
        turn.failures++;
        turn.outstanding = failure.outstanding().isEmpty() ? turn.outstanding : failure.outstanding();
        turn.wait = new Wait(now, backOff.after(turn.failures));
    }

    /** Whether nobody needs to be told anything any more. */
    boolean isDone(Instant now) {
        return over != null
                && (over.plus(GIVE_UP_AFTER).isBefore(now)
                        || (isCalm(over, now)
                                && channels.values().stream().allMatch(t -> t.notices <= 0 && !t.inHand)));
    }

    private static boolean isCalm(Instant over, Instant now) {
        return new Wait(over, CALM).isOver(now);
    }

    private Told told(Notice notice) {
        Told t = channels.computeIfAbsent(notice.channel(), c -> new Told());
        t.inHand = false;
        return t;
    }
}
