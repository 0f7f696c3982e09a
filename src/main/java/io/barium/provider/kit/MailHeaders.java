package io.barium.provider.kit;

import java.io.StringReader;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.field.datetime.parser.DateTimeParser;
import org.apache.james.mime4j.field.datetime.parser.ParseException;
import org.apache.james.mime4j.field.datetime.parser.TokenMgrError;
import org.jspecify.annotations.Nullable;

/**
 * A mail's header section.
 *
 * @param fields from the top downwards, unfolded
 */
public record MailHeaders(List<Field> fields) {
    private static final int MAX_DECODED = 16_000;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");
    /** Whatever weekday somebody writes before it. */
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.RFC_1123_DATE_TIME.withResolverFields(
            ChronoField.YEAR,
            ChronoField.MONTH_OF_YEAR,
            ChronoField.DAY_OF_MONTH,
            ChronoField.HOUR_OF_DAY,
            ChronoField.MINUTE_OF_HOUR,
            ChronoField.SECOND_OF_MINUTE,
            ChronoField.OFFSET_SECONDS);

    /**
     * One header field.
     *
     * @param name as written
     * @param value unfolded, encoded words as they are
     */
    public record Field(String name, String value) {

        /** Whether this is the field of that name. */
        public boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /** The topmost value; {@code null} when there is none. */
    public @Nullable String first(String name) {
        for (Field field : fields) {
            if (field.is(name)) {
                return field.value().strip();
            }
        }
        return null;
    }

    /** All values of that name from the top downwards. */
    public List<String> all(String name) {
        return fields.stream().filter(f -> f.is(name)).map(Field::value).toList();
    }

    /** Encoded words (RFC 2047) as text; what cannot be decoded stays as it is. */
    public static String decodeWords(String value) {
        return EncodedWords.decode(value.length() > MAX_DECODED ? value.substring(0, MAX_DECODED) : value);
    }

    /** A subject as it is shown. */
    public String subject() {
        String subject = first("Subject");
        return subject == null ? "" : TextBounds.subject(decodeWords(subject));
    }

    /** Addresses of the From header. */
    public List<String> from() {
        return AddressParser.addresses(first("From"));
    }

    /** Display name of the first From mailbox; {@code null} when it has none. */
    public @Nullable String fromName() {
        List<AddressParser.Mailbox> mailboxes = AddressParser.mailboxes(first("From"));
        String name = mailboxes.isEmpty() ? null : mailboxes.get(0).name();
        return name == null ? null : TextBounds.name(decodeWords(name));
    }

    /** Addresses of To and Cc. */
    public List<String> to() {
        List<String> values = new ArrayList<>(all("To"));
        values.addAll(all("Cc"));
        return AddressParser.envelopes(values);
    }

    /** The Message-ID without angle brackets; {@code null} when there is none. */
    public @Nullable String messageId() {
        String id = first("Message-ID");
        if (id == null || id.isBlank()) {
            return null;
        }
        int open = id.indexOf('<');
        int close = id.indexOf('>', open + 1);
        return TextBounds.name(open >= 0 && close > open ? id.substring(open + 1, close) : id);
    }

    /** The Date header; {@code null} when it is missing, unreadable or out of all reason. */
    public @Nullable Instant date() {
        String date = first("Date");
        if (date == null || date.length() > 100) {
            return null;
        }
        try {
            Instant at = at(date);
            return at.isBefore(EARLIEST) || at.isAfter(LATEST) ? null : at;
        } catch (ParseException | TokenMgrError | DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** Nearly all mail has the plain form; the parser that knows all others takes ten times as long. */
    private static Instant at(String date) throws ParseException {
        ParsePosition end = new ParsePosition(0);
        TemporalAccessor plain = PLAIN.parseUnresolved(date, end);
        // A year of two digits is not what it says.
        if (plain != null && plain.getLong(ChronoField.YEAR) > 999 && isComment(date.substring(end.getIndex()))) {
            return PLAIN.parse(date.substring(0, end.getIndex()), Instant::from);
        }
        return new DateTimeParser(new StringReader(date)).parseAll().getDate().toInstant();
    }

    private static boolean isComment(String rest) {
        String text = rest.strip();
        return text.isEmpty() || (text.charAt(0) == '(' && text.indexOf(')') == text.length() - 1);
    }
}
