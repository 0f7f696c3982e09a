package io.barium.replay.live;

import java.util.ArrayList;
import java.util.List;

/** Phone lines for a played world, in blocks of fifty, from ranges that are kept for fiction. */
public final class LineStock {
    private static final int BLOCK = 50;
    private static final int[] AREA_CODES = {
        212, 206, 215, 303, 312, 404, 503, 602, 617, 619, 646, 713, 202, 213, 214, 216, 305, 313, 314, 317, 407, 408,
        410, 412, 414, 415, 504, 510, 512, 513, 614, 615, 702, 704, 714, 801, 804, 813, 901, 919
    };
    /** A place and the digits before the last three. */
    private static final String[][] ELSEWHERE = {
        {"DE-Berlin", "+493023125"},
        {"GB-London", "+442079460"},
        {"FR-Paris", "+33199001"},
        {"DE-Hamburg", "+494066969"},
        {"GB-Leeds", "+441134960"},
        {"FR-Nantes", "+33261911"},
        {"GB-Manchester", "+441614960"}
    };
    /** Two of three blocks are American. */
    private static final int MOST = 3 * AREA_CODES.length;

    private LineStock() {}

    /**
     * As many lines, as CSV with their blocks.
     *
     * @throws IllegalArgumentException when there are not so many
     */
    public static String csv(int lines) {
        StringBuilder out = new StringBuilder("number,block\n");
        for (int i = 0; i < lines; i++) {
            int block = i / BLOCK;
            if (block >= MOST) {
                throw new IllegalArgumentException(
                        "canaries: expected at most " + MOST * BLOCK / 2 + ", for want of fictional lines");
            }
            out.append(number(block, i % BLOCK)).append(',').append(name(block)).append('\n');
        }
        return out.toString();
    }

    /** Names of the strata of so many lines, in order of the blocks. */
    static List<String> strata(int lines) {
        List<String> strata = new ArrayList<>();
        for (int b = 0; b * BLOCK < lines; b++) {
            strata.add("phone " + name(b));
        }
        return strata;
    }

    private static String number(int block, int i) {
        if (block % 3 < 2) {
            return String.format("+1%d55501%02d", areaCode(block), american(block) % 2 * BLOCK + i);
        }
        int n = block / 3;
        return ELSEWHERE[n % ELSEWHERE.length][1] + String.format("%03d", n / ELSEWHERE.length * BLOCK + i);
    }

    private static String name(int block) {
        return block % 3 < 2
                ? "US-" + areaCode(block) + "-" + american(block) % 2
                : ELSEWHERE[block / 3 % ELSEWHERE.length][0] + "-" + block / 3 / ELSEWHERE.length;
    }

    private static int american(int block) {
        return block / 3 * 2 + block % 3;
    }

    private static int areaCode(int block) {
        return AREA_CODES[american(block) / 2];
    }
}
