package io.barium.provider.kit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds absolute web links in a text that is free of obfuscation. */
final class LinkFinder {
    private static final Pattern LINK = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:https?://|www\\.)[^\\s<>\"\\\\^`{|}]{3,2000}+", Pattern.CASE_INSENSITIVE);

    private static final List<String> SCHEMES = List.of("https", "http");

    private LinkFinder() {}

    /** Links in order of appearance; {@code www.} without scheme counts as http. */
    static List<String> find(String text, int max) {
        Set<String> out = new LinkedHashSet<>();
        Matcher matcher = LINK.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        int at = 0;
        int http = http(text, at);
        int www = www(text, at);
        while (out.size() < max && Math.min(http, www) < text.length()) {
            at = Math.min(http, www);
            boolean begins = matcher.region(at, text.length()).lookingAt();
            at = begins ? matcher.end() : at + 1;
            http = http < at ? http(text, at) : http;
            www = www < at ? www(text, at) : www;
            if (!begins) {
                continue;
            }
            String link = trimmed(matcher.group());
            String absolute = link.regionMatches(true, 0, "www.", 0, 4) ? "http://" + link : link;
            int host = absolute.indexOf("://") + 3;
            int path = host;
            while (path < absolute.length() && "/?#".indexOf(absolute.charAt(path)) < 0) {
                path++;
            }
            if (path > host) {
                out.add(TextBounds.text(absolute.substring(0, path).toLowerCase(Locale.ROOT) + absolute.substring(path))
                        .text());
            }
        }
        return new ArrayList<>(out);
    }

    /** From where on the pattern is worth trying for a scheme; the length of the text where it never is. */
    private static int http(String text, int from) {
        for (int colon = text.indexOf("://", from); colon >= 0; colon = text.indexOf("://", colon + 1)) {
            for (String scheme : SCHEMES) {
                int start = colon - scheme.length();
                if (start >= from && text.regionMatches(true, start, scheme, 0, scheme.length())) {
                    return start;
                }
            }
        }
        return text.length();
    }

    private static int www(String text, int from) {
        for (int dot = text.indexOf('.', from); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            if (dot - 3 >= from && text.regionMatches(true, dot - 3, "www", 0, 3)) {
                return dot - 3;
            }
        }
        return text.length();
    }

    /** Without the punctuation of the sentence around it; a bracket stays if it was opened inside. */
    private static String trimmed(String link) {
        int end = link.length();
        long unopened = count(link, ')') - count(link, '(');
        while (end > 0 && ".,;:!?)]'*_".indexOf(link.charAt(end - 1)) >= 0) {
            if (link.charAt(end - 1) == ')' && unopened-- <= 0) {
                break;
            }
            end--;
        }
        return link.substring(0, end);
    }

    private static long count(String text, char c) {
        return text.chars().filter(x -> x == c).count();
    }
}
