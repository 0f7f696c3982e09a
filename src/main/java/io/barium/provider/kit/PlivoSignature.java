package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Plivo's signatures: base64 of HMAC-SHA256 over a nonce and more or less of the request. */
public final class PlivoSignature {
    private static final int MAX_SIGNATURES = 20;

    private PlivoSignature() {}

    /**
     * Version 2, which covers the URL without its query, and the nonce.
     *
     * @param urls as they may be entered at Plivo
     * @param signatures of each header, one or more joined by commas
     */
    public static boolean isV2(List<byte[]> tokens, List<String> urls, String nonce, List<String> signatures) {
        List<String> messages = new ArrayList<>();
        for (String url : urls) {
            messages.add(base(url) + nonce);
        }
        return signed(tokens, messages, signatures);
    }

    /**
     * Version 3, which covers the URL, the form and the nonce.
     *
     * @param urls as they may be entered at Plivo, with the query that came
     * @param form in the body; without fields for a GET
     * @param signatures of each header, one or more joined by commas
     */
    public static boolean isV3(
            List<byte[]> tokens, List<String> urls, Form form, String nonce, List<String> signatures) {
        List<String> messages = new ArrayList<>();
        String fields = pairs(form, "", "");
        for (String url : urls) {
            int mark = url.indexOf('?');
            String query = pairs(
                    Form.urlEncoded(
                            mark < 0 ? new byte[0] : url.substring(mark + 1).getBytes(StandardCharsets.UTF_8)),
                    "=",
                    "&");
            StringBuilder message = new StringBuilder(base(url));
            if (!query.isEmpty() || !form.fields().isEmpty()) {
                message.append('?').append(query);
            }
            if (!query.isEmpty() && !form.fields().isEmpty()) {
                message.append('.');
            }
            messages.add(message.append(fields).append('.').append(nonce).toString());
        }
        return signed(tokens, messages, signatures);
    }

    private static String base(String url) {
        int mark = url.indexOf('?');
        return mark < 0 ? url : url.substring(0, mark);
    }

    /** In order of names, and of values where names are the same. */
    private static String pairs(Form form, String equals, String separator) {
        List<FormField> fields = new ArrayList<>(form.fields());
        fields.sort(Comparator.comparing(FormField::name).thenComparing(FormField::text));
        StringBuilder out = new StringBuilder();
        for (FormField field : fields) {
            out.append(out.isEmpty() ? "" : separator)
                    .append(field.name())
                    .append(equals)
                    .append(field.text());
        }
        return out.toString();
    }

    private static boolean signed(List<byte[]> tokens, List<String> messages, List<String> signatures) {
        List<byte[]> given = new ArrayList<>();
        for (String listed : signatures) {
            for (String signature : listed.split(",", MAX_SIGNATURES)) {
                given.add(SignatureText.base64(signature.strip()));
            }
        }
        boolean signed = false;
        for (String message : messages) {
            signed |= Hmac.SHA256.anySignedWithAny(tokens, given, message.getBytes(StandardCharsets.UTF_8));
        }
        return signed;
    }
}
