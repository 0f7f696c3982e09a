package io.barium.provider.kit;

import java.util.ArrayList;
import java.util.List;

/** The neighbourhoods of digits: most text has none, and looking at it with patterns for numbers would take long. */
final class DigitWindows {
    /** How far before its first digit and after its last a notation may reach. */
    static final int REACH = 32;

    private DigitWindows() {}

    /**
     * A piece of a text.
     *
     * @param start index of its first character
     * @param end index after its last character
     */
    record Window(int start, int end) {}

    /**
     * The windows of a text, apart from each other.
     *
     * @param after how many characters behind a window's last digit belong to it
     */
    static List<Window> of(String text, int after) {
        List<Window> out = new ArrayList<>();
        int start = -1;
        int last = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= '0' && c <= '9') || (c >= 0x80 && Character.isDigit(c))) {
                if (start >= 0 && i - last > 2 * REACH) {
                    out.add(new Window(start, last + 1 + after));
                    start = -1;
                }
                start = start < 0 ? Math.max(0, i - REACH) : start;
                last = i;
            }
        }
        if (start >= 0) {
            out.add(new Window(start, Math.min(text.length(), last + 1 + after)));
        }
        return out;
    }
}
