package io.barium.model;

/**
 * How an identifier of ours is shown to those who need not know it whole: enough to tell two apart, too little to use.
 */
public final class Mask {
    private static final String DOTS = "\u2022\u2022\u2022";

    private Mask() {}

    /** Masks a token's value. */
    public static String token(TokenKind kind, String value) {
        return switch (kind) {
            case EMAIL -> mail(value);
            case PHONE -> ends(value, 5, 2);
            case TICKET -> ends(value, 3, 2);
        };
    }

    /** First letter of the local part and of the domain, and the top-level domain. */
    private static String mail(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1) {
            return ends(address, 1, 0);
        }
        String domain = address.substring(at + 1);
        int dot = domain.lastIndexOf('.');
        String top = dot < 0 ? "" : domain.substring(dot);
        return address.charAt(0) + DOTS + "@" + (domain.isEmpty() ? "" : domain.charAt(0)) + DOTS + top;
    }

    private static String ends(String value, int head, int tail) {
        if (value.length() <= head + tail) {
            return DOTS;
        }
        return value.substring(0, head) + DOTS + value.substring(value.length() - tail);
    }
}
