package io.barium.exposure;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of an access log's row, the same in every format, and what they may hold. */
public final class LogFields {
    /** When. */
    static final String AT = "at";
    /** VIEW or EXPORT. */
    static final String ACTION = "action";
    /** Key of the row. */
    static final String ROW = "row";
    /** Id of who did it. */
    static final String AGENT = "agent";
    /** Name of that person. */
    static final String AGENT_NAME = "agentName";
    /** Through which queue. */
    static final String QUEUE = "queue";
    /** Name of the export. */
    static final String EXPORT = "export";
    /** System that read. */
    static final String INTEGRATION = "integration";

    /** All of them. */
    public static final List<String> NAMES = List.of(AT, ACTION, ROW, AGENT, AGENT_NAME, QUEUE, EXPORT, INTEGRATION);

    private static final int MAX_LENGTH = 200;
    private static final char NOT_UTF_8 = '\uFFFD';
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** RFC 3339, and as databases print it: a space for the T, an offset of hours alone. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[' ']")
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private LogFields() {}

    /** A value that cannot be taken. */
    private static final class BadField extends Exception {
        private static final long serialVersionUID = 1;
        private final String field;
        private final String why;

        BadField(String field, String why) {
            super(why, null, false, false);
            this.field = field;
            this.why = why;
        }
    }

    /**
     * Reads a row.
     *
     * @param number which row of the log
     * @param values text of a field by its name; {@code null} where there is none
     */
    static LogRow read(long number, Function<String, @Nullable String> values) {
        try {
            String export = text(values, EXPORT);
            Action action = action(text(values, ACTION), export);
            LoggedAccess access = new LoggedAccess(
                    number,
                    time(required(values, AT, "a time like 2026-11-23T12:00:00Z")),
                    action,
                    rowKey(required(values, ROW, "the key of a row")),
                    text(values, AGENT),
                    text(values, AGENT_NAME),
                    text(values, QUEUE),
                    export,
                    text(values, INTEGRATION));
            somebody(access);
            return access;
        } catch (BadField e) {
            return new RowFault(number, e.field, e.why);
        }
    }

    private static void somebody(LoggedAccess access) throws BadField {
        boolean exported = access.action() == Action.EXPORT && access.export() != null;
        if (access.agent() == null && access.integration() == null && !exported) {
            throw new BadField(AGENT, "expected who it was: an agent, an integration, or the name of an export");
        }
    }

    private static Action action(@Nullable String given, @Nullable String export) throws BadField {
        if (given == null) {
            return export == null ? Action.VIEW : Action.EXPORT;
        }
        return switch (given.toUpperCase(Locale.ROOT)) {
            case "VIEW" -> Action.VIEW;
            case "EXPORT" -> Action.EXPORT;
            default -> throw new BadField(ACTION, "expected VIEW or EXPORT");
        };
    }

    private static Instant time(String given) throws BadField {
        try {
            return OffsetDateTime.parse(given, TIME).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw new BadField(AT, "expected a time with its offset, like 2026-11-23T12:00:00Z");
        }
    }

    /** Databases print a UUID in lower case; who copied it may not. */
    private static String rowKey(String given) {
        return UUID.matcher(given).matches() ? given.toLowerCase(Locale.ROOT) : given;
    }

    private static String required(Function<String, @Nullable String> values, String field, String expected)
            throws BadField {
        String value = text(values, field);
        if (value == null) {
            throw new BadField(field, "expected " + expected + ", found nothing");
        }
        return value;
    }

    private static @Nullable String text(Function<String, @Nullable String> values, String field) throws BadField {
        String value = values.apply(field);
        if (value == null || value.isBlank()) {
            return null;
        }
        String stripped = value.strip();
        if (stripped.length() > MAX_LENGTH) {
            throw new BadField(field, "expected " + MAX_LENGTH + " characters at most, found " + stripped.length());
        }
        for (int i = 0; i < stripped.length(); i++) {
            if (unfit(stripped, i)) {
                throw new BadField(field, "expected text in UTF-8 without control characters");
            }
        }
        return stripped;
    }

    private static boolean unfit(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        boolean alone = Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
        return alone || c == NOT_UTF_8 || Character.isISOControl(c);
    }
}
