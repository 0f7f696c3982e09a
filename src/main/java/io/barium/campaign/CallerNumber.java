package io.barium.campaign;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a calling number tells. */
final class CallerNumber {
    private static final int FEWEST = 7;
    private static final int MOST = 15;
    /** A block of ten thousand, which is an exchange's in North America. */
    private static final int EXCHANGE = 4;

    private static final Set<String> WITHHELD = Set.of(
            "anonymous",
            "unknown",
            "private",
            "restricted",
            "unavailable",
            "withheld",
            "blocked",
            "no caller id",
            "not available",
            "out of area",
            "anonym",
            "unbekannt",
            "unterdruckt");

    private CallerNumber() {}

    /**
     * The digits of a number in E.164, or of a national one; {@code null} for what nobody could be called back at:
     * withheld, a word, too short or long, all digits alike or in a row.
     */
    static @Nullable String digits(@Nullable String number) {
        if (number == null || number.length() > 40) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                out.append(c);
            } else if ("+ -().".indexOf(c) < 0) {
                return null;
            }
        }
        String digits = out.toString();
        return digits.length() < FEWEST || digits.length() > MOST || isMadeUp(digits) ? null : digits;
    }

    private static boolean isMadeUp(String digits) {
        String national = digits.substring(Math.max(0, digits.length() - FEWEST));
        boolean alike = national.chars().distinct().count() == 1;
        return alike
                || "01234567890".contains(national)
                || "09876543210".contains(national)
                || digits.startsWith("000");
    }

    /**
     * Whether a caller shows a number beside the one that he calls, as those do who show another to everybody. Its
     * block is then ours and tells nothing of him.
     */
    static boolean isNeighbour(String digits, List<String> called) {
        String exchange = digits.substring(0, digits.length() - EXCHANGE);
        return called.stream()
                .limit(20)
                .map(CallerNumber::digits)
                .anyMatch(d -> d != null && d.length() == digits.length() && d.startsWith(exchange));
    }

    /** A sender's id of letters; {@code null} for a word that stands for no number at all. */
    static @Nullable String name(@Nullable String sender) {
        if (sender == null) {
            return null;
        }
        String name = Folding.fold(sender.strip(), 40);
        boolean letters = name.chars().filter(Character::isLetter).count() >= 3;
        return letters && !WITHHELD.contains(name) ? name : null;
    }

    /** As it is shown. */
    static String shown(String number, String digits) {
        String national = digits.length() == 11 && digits.startsWith("1") ? digits.substring(1) : "";
        if (number.startsWith("+") && !national.isEmpty()) {
            return "+1 " + national.substring(0, 3) + " " + national.substring(3, 6) + " " + national.substring(6);
        }
        return number.startsWith("+") ? "+" + digits : digits;
    }
}
