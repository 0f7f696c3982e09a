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
 * @param links targets of its links, as written
 * @param truncated whether the HTML was too long to be read to its end
 */
public record HtmlText(String text, List<String> links, boolean truncated) {
    /** No HTML. */
    static final HtmlText NONE = new HtmlText("", List.of(), false);

    /** Misnested links take the parser time that is quadratic in their number. */
    private static final int MAX_HTML = 250_000;

    private static final int MAX_LINKS = 500;
    private static final Set<String> UNSEEN = Set.of("script", "style", "head", "title", "template", "noscript");

    /** Reads HTML of any quality. */
    public static HtmlText of(String html) {
        String bounded = html.length() > MAX_HTML ? html.substring(0, MAX_HTML) : html;
        Collector collector = new Collector();
        NodeTraversor.traverse(collector, Jsoup.parse(bounded));
        return new HtmlText(collector.tidyText(), List.copyOf(collector.links), html.length() > MAX_HTML);
    }

    private static final class Collector implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();
        private final List<String> links = new ArrayList<>();
        private int unseen;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words && unseen == 0) {
                text.append(words.text());
            } else if (node instanceof Element element) {
                unseen += UNSEEN.contains(element.normalName()) ? 1 : 0;
                if (element.isBlock() || element.normalName().equals("br")) {
                    text.append('\n');
                } else if (element.normalName().equals("td")) {
                    text.append(' ');
                }
                String target =
                        element.normalName().equals("a") || element.normalName().equals("area")
                                ? element.attr("href")
                                : "";
                if (!target.isEmpty() && links.size() < MAX_LINKS) {
                    links.add(target.strip());
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                unseen -= UNSEEN.contains(element.normalName()) ? 1 : 0;
                if (element.isBlock()) {
                    text.append('\n');
                }
            }
        }

        /** Lines without outer blanks and without runs of empty lines. */
        String tidyText() {
            StringBuilder out = new StringBuilder();
            for (String line : text.toString().split("\n", -1)) {
                String stripped = line.strip();
                if (!stripped.isEmpty()) {
                    out.append(out.isEmpty() ? "" : "\n").append(stripped);
                }
            }
            return out.toString();
        }
    }
}
