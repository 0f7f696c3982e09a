package io.barium.alert;

import io.barium.loop.BackOff;
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
        private int notices;
        private int failures;
        private Instant due = Instant.MIN;
        private Instant endDue = Instant.MIN;
        private boolean inHand;
    }

    /**
     * Something to say now.
     *
     * @param number how often this channel has been told of the incident; with {@code over} and the incident's name and
     *     beginning it makes the id
     */
    record Notice(String channel, String name, String text, Instant since, int number, boolean over) {}

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
        if (over != null && over.plus(CALM).isAfter(now)) {
            return due;
        }
        for (String channel : all) {
            Told t = channels.computeIfAbsent(channel, c -> new Told());
            boolean wants = ended ? t.notices > 0 : !channel.equals(except) && t.notices >= 0;
            if (wants && !t.inHand && !(ended ? t.endDue : t.due).isAfter(now)) {
                t.inHand = true;
                due.add(new Notice(channel, name, text, since, t.notices, ended));
            }
        }
        return due;
    }

    void told(Notice notice, Instant now) {
        Told t = told(notice);
        t.failures = 0;
        t.notices = notice.over() ? -1 : t.notices + 1;
        t.due = now.plus(REMIND_EVERY);
    }

    void failed(Notice notice, BackOff backOff, Instant now) {
        Told t = told(notice);
        t.failures++;
        Instant again = now.plus(backOff.after(t.failures));
        if (notice.over()) {
            t.endDue = again;
        } else {
            t.due = again;
        }
    }

    /** Whether nobody needs to be told anything any more. */
    boolean isDone(Instant now) {
        return over != null
                && (over.plus(GIVE_UP_AFTER).isBefore(now)
                        || (!over.plus(CALM).isAfter(now)
                                && channels.values().stream().allMatch(t -> t.notices <= 0 && !t.inHand)));
    }

    private Told told(Notice notice) {
        Told t = channels.computeIfAbsent(notice.channel(), c -> new Told());
        t.inHand = false;
        return t;
    }
}
