package io.barium.provider.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * HTML as plain text. Text that the sender hid is kept: it is what he wrote.
 *
 * @param text lines as its blocks break them, not bounded
 * @param anchors its links
 * @param truncated whether the HTML was too long to be read to its end
 */
public record HtmlText(String text, List<Anchor> anchors, boolean truncated) {

    /**
     * A link.
     *
     * @param shown its text, on one line and bounded; empty for an area of a picture
     * @param target as written
     */
    public record Anchor(String shown, String target) {}

    /** No HTML. */
    static final HtmlText NONE = new HtmlText("", List.of(), false);

    /** Misnested links take the parser time that is quadratic in their number. */
    private static final int MAX_HTML = 250_000;

    private static final int MAX_LINKS = 500;
    /** Whoever shows an address shows it in less. */
    private static final int MAX_SHOWN = 2_000;

    private static final Set<String> UNSEEN = Set.of("script", "style", "head", "title", "template", "noscript");

    /** Reads HTML of any quality. */
    public static HtmlText of(String html) {
        String bounded = html.length() > MAX_HTML ? html.substring(0, MAX_HTML) : html;
        Collector collector = new Collector();
        NodeTraversor.traverse(collector, Jsoup.parse(bounded));
        return new HtmlText(collector.tidyText(), List.copyOf(collector.anchors), html.length() > MAX_HTML);
    }

    /** Targets of the links, as written. */
    public List<String> links() {
        return anchors.stream().map(Anchor::target).toList();
    }

    private static final class Collector implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();
        private final List<Anchor> anchors = new ArrayList<>();
        private int unseen;
        private int shownFrom;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words && unseen == 0) {
                words(words.getWholeText());
            } else if (node instanceof Element element) {
                unseen += UNSEEN.contains(element.normalName()) ? 1 : 0;
                if (element.isBlock() || element.normalName().equals("br")) {
                    text.append('\n');
                }
                if (element.normalName().equals("a")) {
                    shownFrom = text.length();
                } else if (element.normalName().equals("area")) {
                    link("", element);
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                unseen -= UNSEEN.contains(element.normalName()) ? 1 : 0;
                if (element.isBlock()) {
                    text.append('\n');
                } else if (element.normalName().equals("a")) {
                    int from = Math.min(shownFrom, text.length());
                    link(text.substring(from, Math.min(text.length(), from + MAX_SHOWN)), element);
                }
            }
        }

        /** As browsers show it: runs of blanks are one, and what has no width is left out. */
        private void words(String written) {
            int from = 0;
            boolean blank = false;
            for (int i = 0; i < written.length(); i++) {
                char c = written.charAt(i);
                boolean space = isBlank(c);
                if ((space && (blank || c != ' ')) || isWithoutWidth(c)) {
                    text.append(written, from, i).append(space && !blank ? " " : "");
                    from = i + 1;
                }
                blank = space || (blank && isWithoutWidth(c));
            }
            text.append(from == 0 ? written : written.substring(from));
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\u00A0';
        }

        private static boolean isWithoutWidth(char c) {
            return c == '\u200B' || c == '\u00AD';
        }

        private void link(String shown, Element element) {
            String target = element.attr("href").strip();
            if (!target.isEmpty() && anchors.size() < MAX_LINKS) {
                anchors.add(new Anchor(shown.replace('\n', ' ').strip(), target));
            }
        }

        /** Lines without outer blanks and without runs of empty lines. */
        String tidyText() {
            StringBuilder out = new StringBuilder(text.length());
            int end;
            for (int from = 0; from <= text.length(); from = end + 1) {
                end = text.indexOf("\n", from);
                end = end < 0 ? text.length() : end;
                String stripped = text.substring(from, end).strip();
                if (!stripped.isEmpty()) {
                    out.append(out.isEmpty() ? "" : "\n").append(stripped);
                }
            }
            return out.toString();
        }
    }
}
