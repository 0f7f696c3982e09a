package io.barium.provider.kit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A structured header value such as {@code text/plain; charset=utf-8} or {@code form-data; name="a"; filename*=...}
 * (RFC 2045, RFC 2183, RFC 2231 with continuations).
 *
 * @param value what stands before the first semicolon, lower-case
 * @param parameters by lower-case name, decoded
 */
public record HeaderParameters(String value, Map<String, String> parameters) {
    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_SECTIONS = 100;

    /** Parses any text; what is not understood is left out. */
    public static HeaderParameters parse(@Nullable String header) {
        if (header == null) {
            return new HeaderParameters("", Map.of());
        }
        Cursor cursor = new Cursor(header);
        String value = cursor.until(";").strip().toLowerCase(Locale.ROOT);
        Map<String, String> plain = new HashMap<>();
        Map<String, TreeMap<Integer, Section>> split = new HashMap<>();
        while (cursor.skip(';') && plain.size() + split.size() < MAX_PARAMETERS) {
            String name = cursor.until("=;").strip().toLowerCase(Locale.ROOT);
            if (cursor.skip('=')) {
                collect(name, cursor.value(), plain, split);
            }
        }
        split.forEach((name, sections) -> plain.put(name, join(sections)));
        return new HeaderParameters(value, plain);
    }

    /** A parameter; {@code null} when it is missing. */
    public @Nullable String get(String name) {
        return parameters.get(name);
    }

    private record Section(String text, boolean encoded) {}

    private static void collect(
            String name, String value, Map<String, String> plain, Map<String, TreeMap<Integer, Section>> split) {
        int star = name.indexOf('*');
        if (star <= 0) {
            plain.putIfAbsent(name, value);
            return;
        }
        boolean encoded = name.endsWith("*");
        String number = name.substring(star + 1, encoded ? Math.max(star + 1, name.length() - 1) : name.length());
        int index = number.isEmpty() ? 0 : number.matches("\\d{1,3}") ? Integer.parseInt(number) : -1;
        TreeMap<Integer, Section> sections = split.computeIfAbsent(name.substring(0, star), n -> new TreeMap<>());
        if (index >= 0 && sections.size() < MAX_SECTIONS) {
            sections.putIfAbsent(index, new Section(value, encoded));
        }
    }

    private static String join(TreeMap<Integer, Section> sections) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String charset = null;
        for (Map.Entry<Integer, Section> entry : sections.entrySet()) {
            String text = entry.getValue().text();
            if (entry.getValue().encoded() && entry.getKey() == 0) {
                int first = text.indexOf('\'');
                int second = text.indexOf('\'', first + 1);
                if (first >= 0 && second > first) {
                    charset = text.substring(0, first);
                    text = text.substring(second + 1);
                }
            }
            byte[] raw = text.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(entry.getValue().encoded() ? PercentEncoding.decode(raw, 0, raw.length, false) : raw);
        }
        return TextDecoding.decode(bytes.toByteArray(), charset);
    }

    /** A place in the header that moves on. */
    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        boolean skip(char c) {
            boolean there = at < text.length() && text.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        String until(String stops) {
            int start = at;
            while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        String value() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (!skip('"')) {
                return until(";").strip();
            }
            StringBuilder out = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                // Browsers and old Windows mailers write paths without escaping: a backslash only escapes quotes.
                if (text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                    at++;
                }
                out.append(text.charAt(at++));
            }
            until(";");
            return out.toString();
        }
    }
}
