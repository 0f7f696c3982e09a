package io.barium.provider.kit;

import io.barium.model.AuthResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes the values of Authentication-Results (RFC 8601 section 2.2) and Received-SPF headers apart. */
final class AuthResultTokens {
    private static final int MAX_RESULTS = 100;

    private AuthResultTokens() {}

    /**
     * One {@code method=result} with its properties.
     *
     * @param method lower-case, without version
     * @param result what it came to
     * @param properties by lower-case {@code ptype.property}
     */
    record Result(String method, AuthResult result, Map<String, String> properties) {}

    /** Who wrote the header; empty when it does not say. */
    static String authservId(String header) {
        List<List<String>> parts = parts(header, 1);
        return parts.isEmpty() || parts.get(0).isEmpty() ? "" : parts.get(0).get(0);
    }

    /** The results after the authserv-id. */
    static List<Result> results(String header) {
        List<Result> out = new ArrayList<>();
        List<List<String>> parts = parts(header, MAX_RESULTS);
        for (List<String> words : parts.subList(Math.min(1, parts.size()), parts.size())) {
            // method=result or method/version=result, after which each property is name=value too.
            int equals = words.indexOf("=");
            if (equals > 0 && equals + 1 < words.size()) {
                String method = String.join("", words.subList(0, equals)).toLowerCase(Locale.ROOT);
                int version = method.indexOf('/');
                boolean one = equals == 1 || (version > 0 && method.indexOf('/', version + 1) < 0);
                if (one) {
                    out.add(new Result(
                            version < 0 ? method : method.substring(0, version),
                            AuthenticationResults.result(words.get(equals + 1)),
                            properties(words, equals + 2)));
                }
            }
        }
        return out;
    }

    /** A Received-SPF header as the result of the method {@code spf}. */
    static Result receivedSpf(String header) {
        Map<String, String> properties = new HashMap<>();
        List<List<String>> parts = parts(header, MAX_RESULTS);
        parts.forEach(words -> properties.putAll(properties(words, 0)));
        String from = properties.get("envelope-from");
        String helo = properties.get("helo");
        if (from != null) {
            properties.put("smtp.mailfrom", from);
        }
        if (helo != null) {
            properties.put("smtp.helo", helo);
        }
        boolean empty = parts.isEmpty() || parts.get(0).isEmpty();
        return new Result(
                "spf",
                empty
                        ? AuthResult.NONE
                        : AuthenticationResults.result(parts.get(0).get(0)),
                properties);
    }

    private static Map<String, String> properties(List<String> words, int from) {
        Map<String, String> out = new HashMap<>();
        for (int i = from; i + 2 < words.size(); i++) {
            if (words.get(i + 1).equals("=")) {
                out.putIfAbsent(name(words, i, from).toLowerCase(Locale.ROOT), words.get(i + 2));
            }
        }
        return out;
    }

    /** The name before an equals sign; its type, its dot and what follows may stand apart. */
    private static String name(List<String> words, int last, int from) {
        String name = words.get(last);
        int i = last - 1;
        while (i >= from
                && !isValue(words, i)
                && (name.startsWith(".") || words.get(i).endsWith("."))) {
            name = words.get(i--) + name;
        }
        return name;
    }

    private static boolean isValue(List<String> words, int index) {
        return words.get(index).equals("=")
                || (index > 0 && words.get(index - 1).equals("="));
    }

    /**
     * Words and equals signs between semicolons, comments left out, quoted strings as one word. A quoted string that
     * something else touches keeps a quotation mark there, so that it is not taken for the word without: another reader
     * of the header, such as the server that removes what outsiders write in its name, may not take it for that either.
     */
    private static List<List<String>> parts(String header, int max) {
        List<List<String>> parts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int comments = 0;
        boolean quoted = false;
        for (int i = 0; i < header.length() && parts.size() < max; i++) {
            char c = header.charAt(i);
            if (c == '\\' && i + 1 < header.length() && (quoted || comments > 0)) {
                i++;
                if (comments == 0) {
                    word.append(header.charAt(i));
                }
            } else if (comments > 0) {
                comments += c == '(' ? 1 : c == ')' ? -1 : 0;
            } else if (quoted && c != '"') {
                word.append(c);
            } else if (quoted) {
                quoted = false;
                if (i + 1 == header.length() || isDelimiter(header.charAt(i + 1))) {
                    words.add(word.toString());
                    word.setLength(0);
                } else {
                    word.append(c);
                }
            } else if (c == '"') {
                quoted = true;
                if (!word.isEmpty()) {
                    word.append(c);
                }
            } else if (isDelimiter(c)) {
                close(word, words);
                if (c == '(') {
                    comments = 1;
                } else if (c == '=') {
                    words.add("=");
                } else if (c == ';') {
                    parts.add(words);
                    words = new ArrayList<>();
                }
            } else {
                word.append(c);
            }
        }
        close(word, words);
        parts.add(words);
        return parts;
    }

    private static boolean isDelimiter(char c) {
        return c == '(' || c == ';' || c == '=' || Character.isWhitespace(c);
    }

    private static void close(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
