package io.barium.report;

import io.barium.model.TokenRole;
import io.barium.report.Timeline.Touch;

/** A mark for each touch: its shape tells the channel, its filling whether it was a first one, a cross a control. */
final class Marks {
    private static final double R = 4;

    private Marks() {}

    static void draw(Svg svg, Touch touch, double x, double y) {
        String kind = touch.first() ? "mark first" : "mark";
        if (touch.role() == TokenRole.CONTROL) {
            svg.line("cross", x - R, y - R, x + R, y + R).line("cross", x - R, y + R, x + R, y - R);
            return;
        }
        switch (touch.channel()) {
            case MAIL -> svg.circle(kind, x, y, R);
            case CALL ->
                svg.path(
                        kind,
                        "M" + Svg.number(x) + " " + Svg.number(y - R) + "l" + Svg.number(R) + " "
                                + Svg.number(2 * R - 1) + "h" + Svg.number(-2 * R) + "z");
            case SMS -> svg.rect(kind, x - R + .5, y - R + .5, 2 * R - 1, 2 * R - 1);
        }
    }
}
