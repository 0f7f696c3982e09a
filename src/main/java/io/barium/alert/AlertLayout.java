package io.barium.alert;

import io.barium.alert.AlertTexts.Block;
import java.util.List;

/** An alert as text and as HTML, from the same paragraphs. */
final class AlertLayout {
    private AlertLayout() {}

    static String text(List<Block> blocks) {
        StringBuilder out = new StringBuilder();
        for (Block block : blocks) {
            if (block.title() != null) {
                out.append(block.title()).append('\n');
            }
            block.facts()
                    .forEach((label, value) -> out.append("  ")
                            .append(label)
                            .append(": ")
                            .append(value)
                            .append('\n'));
            String bullet = block.title() == null ? "" : "  - ";
            block.lines().forEach(line -> out.append(bullet).append(line).append('\n'));
            out.append('\n');
        }
        return out.toString();
    }

    static String html(String subject, List<Block> blocks) {
        StringBuilder out = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escape(subject))
                .append("</title></head><body style=\"font-family:sans-serif;line-height:1.45;max-width:44em\">");
        for (Block block : blocks) {
            if (block.title() != null) {
                out.append("<h3 style=\"margin:1.2em 0 .3em\">")
                        .append(escape(block.title()))
                        .append("</h3>");
            }
            if (!block.facts().isEmpty()) {
                out.append("<table style=\"border-collapse:collapse\">");
                block.facts()
                        .forEach((label, value) -> out.append(
                                        "<tr><th style=\"text-align:left;vertical-align:top;padding:.15em 1em .15em 0\">")
                                .append(escape(label))
                                .append("</th><td style=\"padding:.15em 0\"><bdi>")
                                .append(escape(value))
                                .append("</bdi></td></tr>"));
                out.append("</table>");
            }
            boolean list = block.title() != null && !block.lines().isEmpty();
            out.append(list ? "<ul>" : "");
            for (String line : block.lines()) {
                out.append(list ? "<li>" : "<p>").append(escape(line)).append(list ? "</li>" : "</p>");
            }
            out.append(list ? "</ul>" : "");
        }
        return out.append("</body></html>").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
