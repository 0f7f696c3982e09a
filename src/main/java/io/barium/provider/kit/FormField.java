package io.barium.provider.kit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form: a window on the request's bytes, decoded when somebody asks.
 *
 * @param name decoded name
 * @param filename decoded file name; {@code null} for a field that is no file
 * @param contentType media type as claimed, lower-case; {@code text/plain} when none was
 * @param charset of the text; {@code null} for one that is to be guessed
 * @param source the request's bytes
 * @param from first byte of the value
 * @param to byte after the value
 * @param urlEncoded whether the value is percent-encoded
 */
public record FormField(
        String name,
        @Nullable String filename,
        String contentType,
        @Nullable String charset,
        byte[] source,
        int from,
        int to,
        boolean urlEncoded) {

    /**
     * Source bytes that surely hold the longest text we keep: UTF-8 needs four a character, escapes three times that.
     */
    private static final int ENOUGH = 12 * (TextBounds.TEXT + 2);

    /** The value's bytes. */
    public byte[] bytes() {
        return bytes(to);
    }

    /** The whole value as text. */
    public String text() {
        return TextDecoding.decode(bytes(), charset);
    }

    /** The value as text within {@link TextBounds#TEXT}, without decoding what would be cut off. */
    public TextBounds.Bounded boundedText() {
        if (to - from <= ENOUGH) {
            return TextBounds.text(text());
        }
        byte[] start = bytes(from + ENOUGH);
        return TextBounds.text(TextDecoding.decode(start, 0, TextDecoding.wholeUtf8(start), charset));
    }

    private byte[] bytes(int end) {
        return urlEncoded ? PercentEncoding.decode(source, from, end, true) : Arrays.copyOfRange(source, from, end);
    }
}
