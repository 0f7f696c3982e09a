package io.barium.mail.check;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The part of a mail's header section that a DKIM signature covers, as it was signed (RFC 6376 sections 3.4 and 5.4).
 */
final class HeaderHash {
    private final Map<String, List<SignedMail.Field>> byName = new HashMap<>();

    HeaderHash(SignedMail mail) {
        for (SignedMail.Field field : mail.fields()) {
            byName.computeIfAbsent(field.name().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(field);
        }
    }

    /**
     * Feeds what was signed.
     *
     * @param names of the signed fields; each further mention of a name is the next instance upwards
     * @param own the field of the signature itself
     */
    void into(Signature signature, List<CharSequence> names, SignedMail.Field own, boolean relaxed)
            throws SignatureException {
        Map<String, Integer> taken = new HashMap<>();
        for (CharSequence written : names) {
            String name = written.toString().strip().toLowerCase(Locale.ROOT);
            List<SignedMail.Field> instances = byName.getOrDefault(name, List.of());
            int nth = taken.merge(name, 1, Integer::sum);
            if (nth <= instances.size()) {
                String text = instances.get(instances.size() - nth).text();
                update(signature, (relaxed ? relaxed(text) : text) + "\r\n");
            }
        }
        String unsigned = withoutSignature(own.text());
        update(signature, relaxed ? relaxed(unsigned) : unsigned);
    }

    private static void update(Signature signature, String text) throws SignatureException {
        signature.update(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String relaxed(String text) {
        int colon = text.indexOf(':');
        StringBuilder out = new StringBuilder(text.length());
        out.append(text.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT))
                .append(':');
        boolean blank = false;
        int start = out.length();
        for (int i = colon + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineEnd = c == '\n' || (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n');
            if (c == ' ' || c == '\t') {
                blank = true;
            } else if (!lineEnd) {
                out.append(blank && out.length() > start ? " " : "").append(c);
                blank = false;
            }
        }
        return out.toString();
    }

    /** The value of the tag {@code b} is left out, whatever blanks are in it. */
    private static String withoutSignature(String text) {
        int part = text.indexOf(':') + 1;
        while (part < text.length()) {
            int end = text.indexOf(';', part);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', part);
            if (equals > 0
                    && equals < end
                    && text.substring(part, equals).strip().equals("b")) {
                return text.substring(0, equals + 1) + text.substring(end);
            }
            part = end + 1;
        }
        return text;
    }
}
