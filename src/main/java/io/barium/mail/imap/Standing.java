package io.barium.mail.imap;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a mailbox is, for health; a line in the log tells each change. Written by one thread, read by any. */
final class Standing {
    private static final Logger log = LoggerFactory.getLogger(Standing.class);

    private record State(
            Instant since,
            String doing,
            @Nullable String setting,
            @Nullable String refused) {}

    private final String id;
    private final Clock clock;
    private volatile State state;

    Standing(String id, Clock clock) {
        this.id = id;
        this.clock = clock;
        this.state = new State(clock.instant(), "waits for the database", null, null);
    }

    /** It works: in words, how. */
    void well(String doing) {
        State before = state;
        if (before.setting() != null) {
            log.info("imap mailbox is read again mailbox={}", id);
        }
        if (before.setting() != null || !before.doing().equals(doing)) {
            state = new State(clock.instant(), doing, null, before.refused());
        }
    }

    /** It does not; further trouble of the same kind changes nothing but the words. */
    void broken(MailboxTrouble trouble) {
        State before = state;
        String why = String.valueOf(trouble.getMessage());
        boolean news = !trouble.setting().equals(before.setting());
        if (news) {
            log.warn(
                    "imap mailbox cannot be read, will be tried again mailbox={} cause={} ({})",
                    id,
                    why,
                    path(trouble));
        }
        state = new State(news ? clock.instant() : before.since(), why, trouble.setting(), before.refused());
    }

    /** Mails are read, but what is to be done with them afterwards is refused; {@code null} when it is not. */
    void refused(@Nullable MailboxTrouble trouble) {
        State before = state;
        String why = trouble == null ? null : trouble.getMessage() + " (" + path(trouble) + ")";
        if (why != null && before.refused() == null) {
            log.warn("imap mails stay as they are after they were journalled mailbox={} cause={}", id, why);
        }
        state = new State(before.since(), before.doing(), before.setting(), why);
    }

    boolean well() {
        return state.setting() == null && state.refused() == null;
    }

    /** Since when and how, in words, with the setting to mend. */
    String words() {
        State s = state;
        String text = "since " + s.since().truncatedTo(ChronoUnit.SECONDS) + ": " + s.doing();
        if (s.setting() != null) {
            text += " (" + path(s.setting()) + ")";
        }
        return s.refused() == null ? text : text + "; read mails stay as they are: " + s.refused();
    }

    private String path(MailboxTrouble trouble) {
        return path(trouble.setting());
    }

    /** Settings of the mailbox have no dot in their names. */
    private String path(String setting) {
        return setting.indexOf('.') >= 0 && !setting.startsWith("oauth") ? setting : "imap[id=" + id + "]." + setting;
    }
}
