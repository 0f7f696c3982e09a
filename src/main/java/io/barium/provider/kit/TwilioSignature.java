package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Twilio's signature: base64 of HMAC-SHA1 over the URL as configured at Twilio, followed by the form's names and
 * values. Products that copy Twilio's requests copy this too.
 */
public final class TwilioSignature {
    private static final Comparator<FormField> IN_ORDER = TwilioSignature::compare;

    private TwilioSignature() {}

    private static int compare(FormField a, FormField b) {
        int names = a.name().compareTo(b.name());
        return names == 0 ? a.text().compareTo(b.text()) : names;
    }

    /**
     * Whether one of the tokens signed the request under one of the URLs, in one of their {@link #variants}.
     *
     * @param tokens auth tokens
     * @param urls as they may be configured at Twilio, query included
     * @param signedForm see {@link #signedForm}; empty when the body is no form
     * @param signature the header's value
     */
    public static boolean valid(List<byte[]> tokens, Collection<String> urls, byte[] signedForm, String signature) {
        byte[] given = SignatureText.base64(signature);
        // Nearly always it is a URL as it stands. How Twilio spells our URL is no secret: the time taken may tell.
        return signed(tokens, new LinkedHashSet<>(urls), signedForm, given)
                || signed(tokens, respelt(urls), signedForm, given);
    }

    private static boolean signed(List<byte[]> tokens, Set<String> urls, byte[] form, byte[] given) {
        for (String url : urls) {
            if (Hmac.SHA1.signedWithAny(tokens, given, url.getBytes(StandardCharsets.UTF_8), form)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> respelt(Collection<String> urls) {
        Set<String> out = new LinkedHashSet<>();
        urls.forEach(url -> out.addAll(variants(url)));
        urls.forEach(out::remove);
        return out;
    }

    /**
     * Names in order of code units, each followed by its distinct values in order, without separators, as UTF-8. Nearly
     * every form is plain ASCII behind its escapes, and its bytes are what was signed; any other one is signed as the
     * text that it means.
     */
    public static byte[] signedForm(Form form) {
        FormField[] fields = form.fields().toArray(FormField[]::new);
        Arrays.sort(fields, IN_ORDER);
        int size = 0;
        for (FormField field : fields) {
            if (!field.isUrlEncoded()) {
                return signedText(fields).getBytes(StandardCharsets.UTF_8);
            }
            size += field.name().length() + field.size();
        }
        byte[] out = new byte[size];
        int end = 0;
        FormField last = null;
        for (FormField field : fields) {
            if (last == null || IN_ORDER.compare(field, last) != 0) {
                end = field.write(out, ascii(field.name(), out, end));
            }
            last = field;
        }
        for (int i = 0; i < end; i++) {
            if (out[i] < 0) {
                return signedText(fields).getBytes(StandardCharsets.UTF_8);
            }
        }
        return end == size ? out : Arrays.copyOf(out, end);
    }

    /** Leaves a negative byte where the text is no ASCII. */
    private static int ascii(String text, byte[] out, int at) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out[at + i] = (byte) (c < 0x80 ? c : -1);
        }
        return at + text.length();
    }

    private static String signedText(FormField[] inOrder) {
        StringBuilder out = new StringBuilder();
        FormField last = null;
        for (FormField field : inOrder) {
            if (last == null || IN_ORDER.compare(field, last) != 0) {
                out.append(field.name()).append(field.text());
            }
            last = field;
        }
        return out.toString();
    }

    /** Names in order of code units, each followed by all its values in the order of the form. */
    public static byte[] signedFormWithRepeats(Form form) {
        StringBuilder out = new StringBuilder();
        form.fields().stream()
                .sorted(Comparator.comparing(FormField::name))
                .forEach(field -> out.append(field.name()).append(field.text()));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The ways in which Twilio may have written the URL when it signed: with or without port, apostrophes of the query
     * escaped or not.
     */
    static Set<String> variants(String url) {
        Set<String> out = new LinkedHashSet<>();
        for (String ported : List.of(url, withoutPort(url), withPort(url))) {
            out.add(ported);
            int query = ported.indexOf('?');
            if (query >= 0) {
                String head = ported.substring(0, query);
                String tail = ported.substring(query);
                out.add(head + tail.replace("'", "%27"));
                out.add(head + tail.replace("%27", "'"));
            }
        }
        return out;
    }

    private static String withoutPort(String url) {
        int colon = portColon(url);
        return colon < 0 ? url : url.substring(0, colon) + url.substring(authorityEnd(url));
    }

    private static String withPort(String url) {
        int end = authorityEnd(url);
        if (end < 0 || portColon(url) >= 0) {
            return url;
        }
        String standard = url.regionMatches(true, 0, "https:", 0, 6) ? ":443" : ":80";
        return url.substring(0, end) + standard + url.substring(end);
    }

    /** Index of the colon before the port; -1 when there is no port. */
    private static int portColon(String url) {
        int end = authorityEnd(url);
        if (end < 0) {
            return -1;
        }
        int host = Math.max(url.lastIndexOf('@', end - 1), url.indexOf("://") + 2);
        int bracket = url.lastIndexOf(']', end - 1);
        int colon = url.lastIndexOf(':', end - 1);
        return colon > host && colon > bracket ? colon : -1;
    }

    private static int authorityEnd(String url) {
        int start = url.indexOf("://");
        if (start < 0) {
            return -1;
        }
        int end = start + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
