package io.barium.mail.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A mail as its signers saw it: the header fields byte by byte, with their folding, and the body. Every byte is one
 * character.
 */
final class SignedMail {
    private static final int MAX_FIELDS = 20_000;

    /**
     * A header field.
     *
     * @param name as written, without blanks
     * @param text name, colon and value, without the final line end
     */
    record Field(String name, String text) {}

    private final List<Field> fields = new ArrayList<>();
    private final byte[] raw;
    private int bodyStart;
    private boolean odd;

    private SignedMail(byte[] raw) {
        this.raw = raw;
    }

    static SignedMail of(byte[] raw) {
        SignedMail mail = new SignedMail(raw);
        mail.split();
        return mail;
    }

    /** From the top downwards. */
    List<Field> fields() {
        return fields;
    }

    /**
     * Whether its header section can be read in another way than signers read it: bare CR or LF, lines that are no
     * field.
     */
    boolean isOdd() {
        return odd;
    }

    byte[] raw() {
        return raw;
    }

    /** Where the body begins. */
    int bodyStart() {
        return bodyStart;
    }

    private void split() {
        int start = 0;
        bodyStart = raw.length;
        while (start < raw.length) {
            int end = lineEnd(start);
            int next = Math.min(raw.length, end + 2);
            if (end == start) {
                bodyStart = next;
                return;
            }
            while (next < raw.length && (raw[next] == ' ' || raw[next] == '\t')) {
                end = lineEnd(next);
                next = Math.min(raw.length, end + 2);
            }
            field(new String(raw, start, end - start, StandardCharsets.ISO_8859_1));
            start = next;
        }
    }

    private void field(String text) {
        String unfolded = text.replace("\r\n", "");
        odd |= unfolded.indexOf('\r') >= 0 || unfolded.indexOf('\n') >= 0;
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).stripTrailing();
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c > '~') || fields.size() >= MAX_FIELDS) {
            odd = true;
        } else {
            fields.add(new Field(name, text));
        }
    }

    private int lineEnd(int from) {
        int i = from;
        while (i + 1 < raw.length && !(raw[i] == '\r' && raw[i + 1] == '\n')) {
            i++;
        }
        return i + 1 < raw.length ? i : raw.length;
    }
}
