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

    private LinkFinder() {}

    /** Links in order of appearance; {@code www.} without scheme counts as http. */
    static List<String> find(String text, int max) {
        Set<String> out = new LinkedHashSet<>();
        Matcher matcher = LINK.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        int at = 0;
        while (out.size() < max && at < text.length()) {
            boolean begins =
                    begins(text, at) && matcher.region(at, text.length()).lookingAt();
            if (!begins) {
                at++;
                continue;
            }
            at = matcher.end();
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

    /** Whether the pattern is worth trying here: it need not be at most places. */
    private static boolean begins(String text, int at) {
        char c = text.charAt(at);
        return ((c == 'h' || c == 'H') && text.regionMatches(true, at, "http", 0, 4))
                || ((c == 'w' || c == 'W') && text.regionMatches(true, at, "www.", 0, 4));
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
