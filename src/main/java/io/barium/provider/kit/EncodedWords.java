package io.barium.provider.kit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Decodes the encoded words of header values (RFC 2047), in time linear in the value; what is none stays as it is. */
final class EncodedWords {
    private static final int MAX_CHARSET = 60;

    private final String value;
    private final StringBuilder out = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private @Nullable String pendingCharset;

    private EncodedWords(String value) {
        this.value = value;
    }

    /** The value with its words decoded; words in one charset that follow each other may share a character. */
    static String decode(String value) {
        return value.contains("=?") ? new EncodedWords(value).decode() : value;
    }

    private String decode() {
        int plain = 0;
        for (int at = value.indexOf("=?"); at >= 0; at = value.indexOf("=?", at)) {
            int charset = bounded(at + 2, MAX_CHARSET);
            int text = charset + 3;
            boolean word = charset > at + 2 && text <= value.length() && value.charAt(charset + 2) == '?';
            int end = word ? value.indexOf('?', text) : -1;
            if (end < 0 || end + 1 >= value.length() || value.charAt(end + 1) != '=') {
                at += 2;
                continue;
            }
            String between = value.substring(plain, at);
            if (pendingCharset == null || !between.isBlank()) {
                flush();
                out.append(between);
            }
            add(charsetOf(at + 2, charset), value.charAt(charset + 1), value.substring(text, end));
            at = end + 2;
            plain = at;
        }
        flush();
        return out.append(value, plain, value.length()).toString();
    }

    /** Index of the question mark after a charset; -1 when there is none near. */
    private int bounded(int from, int max) {
        for (int i = from; i < value.length() && i - from <= max; i++) {
            if (value.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }

    /** The charset without a language tag (RFC 2231 section 5). */
    private String charsetOf(int from, int to) {
        String charset = value.substring(from, to);
        int language = charset.indexOf('*');
        return language < 0 ? charset : charset.substring(0, language);
    }

    private void add(String charset, char encoding, String text) {
        if (!charset.equalsIgnoreCase(pendingCharset)) {
            flush();
        }
        pendingCharset = charset;
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        pending.writeBytes(encoding == 'b' || encoding == 'B' ? base64(raw) : quoted(raw));
    }

    private void flush() {
        out.append(TextDecoding.decode(pending.toByteArray(), pendingCharset));
        pending.reset();
        pendingCharset = null;
    }

    private static byte[] base64(byte[] raw) {
        try {
            return Base64.getMimeDecoder().decode(raw);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }

    private static byte[] quoted(byte[] raw) {
        byte[] escapes = raw.clone();
        for (int i = 0; i < escapes.length; i++) {
            escapes[i] = escapes[i] == '_' ? (byte) ' ' : escapes[i] == '=' ? (byte) '%' : escapes[i];
        }
        return PercentEncoding.decode(escapes, 0, escapes.length, false);
    }
}
