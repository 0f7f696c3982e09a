package io.barium.console;

import io.barium.inference.Level;
import io.barium.model.Channel;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The console's wording of the model's terms. */
public final class Words {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    public static String time(Instant at) {
        return UTC.format(at);
    }

    public static String of(Channel channel) {
        return switch (channel) {
            case MAIL -> "Mail";
            case CALL -> "Call";
            case SMS -> "SMS";
        };
    }

    public static String of(@Nullable Standing standing) {
        if (standing == null) {
            return "Waiting";
        }
        return switch (standing) {
            case CREDIBLE -> "Credible";
            case CONTROL -> "Control";
            case EXPECTED -> "Expected";
            case UNKNOWN_RECIPIENT -> "Unknown recipient";
            case UNREADABLE -> "Unreadable";
        };
    }

    public static String of(MatchedAs as) {
        return switch (as) {
            case RECIPIENT -> "written to";
            case CALLED -> "called";
            case QUOTED_IN_SUBJECT -> "quoted in the subject";
            case QUOTED_IN_BODY -> "quoted in the text";
            case QUOTED_IN_TRANSCRIPT -> "quoted in the transcript";
        };
    }

    public static String of(TokenKind kind) {
        return switch (kind) {
            case EMAIL -> "E-mail address";
            case PHONE -> "Phone number";
            case TICKET -> "Ticket number";
        };
    }

    public static String of(TokenRole role) {
        return switch (role) {
            case PLANTED -> "Planted";
            case CONTROL -> "Control";
        };
    }

    /** How a standing is coloured. */
    public static String tone(@Nullable Standing standing) {
        if (standing == null) {
            return "quiet";
        }
        return switch (standing) {
            case CREDIBLE -> "bad";
            case CONTROL, EXPECTED -> "good";
            case UNKNOWN_RECIPIENT -> "quiet";
            case UNREADABLE -> "warn";
        };
    }

    /** How a level is coloured. */
    public static String tone(Level level) {
        return switch (level) {
            case QUIET -> "good";
            case CONTACT -> "quiet";
            case WATCH -> "warn";
            case SUSPECTED, CONFIRMED -> "bad";
        };
    }

    /** A byte count as people read it. */
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        double kib = bytes / 1024.0;
        return kib < 1024
                ? String.format(Locale.ROOT, "%.1f KiB", kib)
                : String.format(Locale.ROOT, "%.1f MiB", kib / 1024);
    }
}
