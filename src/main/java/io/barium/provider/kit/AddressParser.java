package io.barium.provider.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Mailbox lists (RFC 5322 section 3.4) and envelope paths (RFC 5321), leniently; what is no address is left out. */
public final class AddressParser {
    private static final int MAX_MAILBOXES = 1_000;
    private static final int MAX_INPUT = 200_000;

    private AddressParser() {}

    /**
     * A mailbox.
     *
     * @param name display name, as written; {@code null} when there is none
     * @param address local part as written, domain in lower case
     */
    public record Mailbox(@Nullable String name, String address) {}

    /** The mailboxes of a header's value; groups are taken apart. */
    public static List<Mailbox> mailboxes(@Nullable String list) {
        List<Mailbox> out = new ArrayList<>();
        if (list == null) {
            return out;
        }
        Piece piece = new Piece();
        int end = Math.min(list.length(), MAX_INPUT);
        for (int i = 0; i < end && out.size() < MAX_MAILBOXES; i++) {
            char c = list.charAt(i);
            if (c == '\\' && i + 1 < end && piece.takesEscapes()) {
                piece.literal(list.charAt(++i));
            } else if (piece.ends(c)) {
                piece.finish(out);
                piece = new Piece();
            } else {
                piece.add(c);
            }
        }
        if (out.size() < MAX_MAILBOXES) {
            piece.finish(out);
        }
        return out;
    }

    /** The addresses of a header's value. */
    public static List<String> addresses(@Nullable String list) {
        return mailboxes(list).stream().map(Mailbox::address).distinct().toList();
    }

    /** An envelope address without its angle brackets; {@code null} for the empty path and for what is no address. */
    public static @Nullable String envelope(@Nullable String path) {
        List<Mailbox> found = mailboxes(path);
        return found.isEmpty() ? null : found.get(0).address();
    }

    /** Envelope addresses from values that may each be a list, without repeats. */
    public static List<String> envelopes(List<String> paths) {
        return paths.stream()
                .flatMap(path -> mailboxes(path).stream())
                .map(Mailbox::address)
                .distinct()
                .toList();
    }

    /** The characters of one mailbox, sorted into phrase, route address and comment as they come. */
    private static final class Piece {
        private final StringBuilder phrase = new StringBuilder();
        private final StringBuilder bare = new StringBuilder();
        private final StringBuilder comment = new StringBuilder();
        private @Nullable StringBuilder angle;
        private boolean angleOpen;
        private boolean quoted;
        private int comments;

        boolean takesEscapes() {
            return quoted || comments > 0;
        }

        boolean ends(char c) {
            if (quoted || comments > 0 || (angleOpen && c != ';')) {
                return false;
            }
            // A colon outside of quotes and brackets ends the name of a group.
            return c == ',' || c == ';' || (c == ':' && angle == null && bare.indexOf("@") < 0);
        }

        void literal(char c) {
            if (comments > 0) {
                comment.append(c);
            } else if (angleOpen && angle != null) {
                angle.append('\\').append(c);
            } else {
                phrase.append(c);
                bare.append('\\').append(c);
            }
        }

        void add(char c) {
            if (comments > 0) {
                comments += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (comments > 0) {
                    comment.append(c);
                }
            } else if (c == '"') {
                quoted = !quoted;
                (angleOpen && angle != null ? angle : bare).append(c);
            } else if (quoted) {
                keep(c);
            } else if (c == '(') {
                comments = 1;
            } else if (c == '<' && !angleOpen) {
                angle = new StringBuilder();
                angleOpen = true;
            } else if (c == '>') {
                angleOpen = false;
            } else {
                keep(c);
            }
        }

        private void keep(char c) {
            if (angleOpen && angle != null) {
                angle.append(c);
            } else {
                phrase.append(c);
                bare.append(c);
            }
        }

        void finish(List<Mailbox> out) {
            String raw = (angle == null ? bare : angle).toString().strip();
            String routed = raw.startsWith("@") ? raw.substring(raw.indexOf(':') + 1) : raw;
            int at = routed.lastIndexOf('@');
            boolean address = at > 0 && at < routed.length() - 1 && routed.length() <= TextBounds.NAME;
            if (!address || routed.chars().anyMatch(c -> c <= ' ' && !routed.startsWith("\""))) {
                return;
            }
            String shown = angle == null ? comment.toString() : phrase.toString();
            String name = shown.isBlank() ? comment.toString() : shown;
            out.add(new Mailbox(
                    name.isBlank() ? null : name.strip(),
                    TextBounds.name(
                            routed.substring(0, at) + routed.substring(at).toLowerCase(Locale.ROOT))));
        }
    }
}
