package io.barium.provider.kit;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form: a window on the request's bytes, decoded when somebody asks. Authenticating, reading and
 * answering ask for the same few short values, so these are decoded once.
 */
public final class FormField {
    /**
     * Source bytes that surely hold the longest text we keep: UTF-8 needs four a character, escapes three times that.
     */
    private static final int ENOUGH = 12 * (TextBounds.TEXT + 2);
    /** Longer values are asked for once or twice, and would only take memory. */
    private static final int KEPT = 4 << 10;

    private final String name;
    private final @Nullable String filename;
    private final String contentType;
    private final @Nullable String charset;
    private final byte[] source;
    private final int from;
    private final int to;
    private final boolean urlEncoded;
    private @Nullable String text;

    /**
     * A field.
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
    FormField(
            String name,
            @Nullable String filename,
            String contentType,
            @Nullable String charset,
            byte[] source,
            int from,
            int to,
            boolean urlEncoded) {
        this.name = name;
        this.filename = filename;
        this.contentType = contentType;
        this.charset = charset;
        this.source = source;
        this.from = from;
        this.to = to;
        this.urlEncoded = urlEncoded;
    }

    /** The same field, its text in a charset that is told elsewhere. */
    public FormField in(String otherCharset) {
        return new FormField(name, filename, contentType, otherCharset, source, from, to, urlEncoded);
    }

    /** Decoded name. */
    public String name() {
        return name;
    }

    /** Decoded file name; {@code null} for a field that is no file. */
    public @Nullable String filename() {
        return filename;
    }

    /** Media type as claimed, lower-case; {@code text/plain} when none was. */
    public String contentType() {
        return contentType;
    }

    /** The value's bytes. */
    public byte[] bytes() {
        return bytes(to);
    }

    /**
     * Hashes the value's bytes, without a copy where they stand in the request as they are.
     *
     * @return how many there are
     */
    int update(MessageDigest digest) {
        if (urlEncoded) {
            byte[] decoded = bytes();
            digest.update(decoded);
            return decoded.length;
        }
        digest.update(source, from, to - from);
        return to - from;
    }

    /** Whether it stands there percent-encoded, and so means UTF-8. */
    boolean isUrlEncoded() {
        return urlEncoded;
    }

    /** Bytes that the value takes in the request, and at most when it is decoded. */
    public int size() {
        return to - from;
    }

    /**
     * Writes the bytes that a percent-encoded value means.
     *
     * @return index after them
     */
    int write(byte[] target, int at) {
        return PercentEncoding.decode(source, from, to, true, target, at);
    }

    /** The whole value as text. */
    public String text() {
        String known = text;
        if (known != null) {
            return known;
        }
        String decoded = decoded();
        if (to - from <= KEPT) {
            text = decoded;
        }
        return decoded;
    }

    /** The value as text within {@link TextBounds#TEXT}, without decoding what would be cut off. */
    public TextBounds.Bounded boundedText() {
        if (to - from <= ENOUGH) {
            return TextBounds.text(text());
        }
        byte[] start = bytes(from + ENOUGH);
        return TextBounds.text(TextDecoding.decode(start, 0, TextDecoding.wholeUtf8(start), charset));
    }

    private String decoded() {
        return urlEncoded ? PercentEncoding.text(source, from, to) : TextDecoding.decode(source, from, to, charset);
    }

    private byte[] bytes(int end) {
        return urlEncoded ? PercentEncoding.decode(source, from, end, true) : Arrays.copyOfRange(source, from, end);
    }
}
