package io.barium.persona;

import java.text.Normalizer;
import java.util.Locale;

/** Names as people write them in the local part of an address: small ASCII letters and digits. */
public final class Ascii {
    private Ascii() {}

    /**
     * Without accents, spaces and punctuation.
     *
     * @param umlauts whether ä is written ae, as Germans do
     */
    public static String fold(String name, boolean umlauts) {
        String lower = name.toLowerCase(Locale.ROOT).replace("ß", "ss").replace("ı", "i");
        if (umlauts) {
            lower = lower.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue");
        }
        lower = lower.replace("æ", "ae").replace("ø", "o").replace("œ", "oe").replace("ł", "l");
        String plain = Normalizer.normalize(lower, Normalizer.Form.NFD);
        StringBuilder out = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
