package io.barium.report;

import java.util.Locale;

/** An inline picture under construction: coordinates in units of its view box, looks by class, everything escaped. */
final class Svg {
    private final StringBuilder out = new StringBuilder(4096);

    /**
     * A picture that tells itself to those who do not see it.
     *
     * @param id unique on the page
     * @param title what it is
     * @param description what is to be seen in it
     */
    Svg(String id, double width, double height, String title, String description) {
        out.append("<svg class=\"picture\" role=\"img\" viewBox=\"0 0 ")
                .append(number(width))
                .append(' ')
                .append(number(height))
                .append("\" aria-labelledby=\"");
        out.append(id)
                .append("-t ")
                .append(id)
                .append("-d\"><title id=\"")
                .append(id)
                .append("-t\">");
        out.append(escape(title)).append("</title><desc id=\"").append(id).append("-d\">");
        out.append(escape(description)).append("</desc>");
    }

    /** A picture beside which the same is said in words, so that screen readers skip it. */
    Svg(String kind, double width, double height) {
        out.append("<svg class=\"").append(kind).append("\" aria-hidden=\"true\" viewBox=\"0 0 ");
        out.append(number(width)).append(' ').append(number(height)).append("\">");
    }

    Svg line(String kind, double x1, double y1, double x2, double y2) {
        return open("line", kind)
                .at("x1", x1)
                .at("y1", y1)
                .at("x2", x2)
                .at("y2", y2)
                .close();
    }

    Svg rect(String kind, double x, double y, double width, double height) {
        return open("rect", kind)
                .at("x", x)
                .at("y", y)
                .at("width", Math.max(0, width))
                .at("height", Math.max(0, height))
                .close();
    }

    /** A rectangle filled with a {@link #hatch}. */
    Svg hatched(String hatch, double x, double y, double width, double height) {
        out.append("<rect fill=\"url(#").append(hatch).append(")\"");
        return at("x", x)
                .at("y", y)
                .at("width", Math.max(0, width))
                .at("height", Math.max(0, height))
                .close();
    }

    Svg circle(String kind, double x, double y, double r) {
        return open("circle", kind).at("cx", x).at("cy", y).at("r", r).close();
    }

    /** @param data in the path language of SVG */
    Svg path(String kind, String data) {
        open("path", kind);
        out.append(" d=\"").append(escape(data)).append('"');
        return close();
    }

    /** @param anchor start, middle or end */
    Svg text(String kind, double x, double y, String anchor, String text) {
        open("text", kind).at("x", x).at("y", y);
        out.append(" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(escape(text))
                .append("</text>");
        return this;
    }

    /** Diagonal lines to fill with: they are told apart without colour. */
    Svg hatch(String id, String kind, double distance, boolean rising) {
        out.append("<defs><pattern id=\"").append(id).append("\" patternUnits=\"userSpaceOnUse\"");
        at("width", distance).at("height", distance);
        out.append(" patternTransform=\"rotate(").append(rising ? 45 : -45).append(")\">");
        line(kind, 0, 0, 0, distance);
        out.append("</pattern></defs>");
        return this;
    }

    /** The picture as HTML; nothing can be added afterwards. */
    String done() {
        return out.append("</svg>").toString();
    }

    /** A coordinate, to a tenth of a unit. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", Double.isFinite(value) ? value : 0);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private Svg open(String element, String kind) {
        out.append('<').append(element).append(" class=\"").append(kind).append('"');
        return this;
    }

    private Svg at(String attribute, double value) {
        out.append(' ').append(attribute).append("=\"").append(number(value)).append('"');
        return this;
    }

    private Svg close() {
        out.append("/>");
        return this;
    }
}
