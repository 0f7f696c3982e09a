package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SignatureText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Mailgun signs, and the signature. */
record MailgunStamp(String timestamp, String token, String signature) {
    /** Mailgun's own fields stand before or behind the mail's headers; so many are tried from either end. */
    private static final int TRIED = 4;

    private static final int MAX_LENGTH = 200;

    /**
     * The stamp of a form: the one that fits, else the first of each field; {@code null} when one is missing.
     *
     * @param keys any of which may have signed
     */
    static @Nullable MailgunStamp ofForm(Form form, List<byte[]> keys) {
        MailgunStamp first = of(form.filled("timestamp"), form.filled("token"), form.filled("signature"));
        if (first == null || first.fits(keys)) {
            return first;
        }
        for (String timestamp : candidates(form, "timestamp")) {
            for (String token : candidates(form, "token")) {
                for (String signature : candidates(form, "signature")) {
                    MailgunStamp stamp = new MailgunStamp(timestamp, token, signature);
                    if (stamp.fits(keys)) {
                        return stamp;
                    }
                }
            }
        }
        return first;
    }

    private static Set<String> candidates(Form form, String name) {
        List<FormField> all = form.fields().stream()
                .filter(field -> field.name().equals(name) && field.size() <= MAX_LENGTH)
                .toList();
        List<FormField> tried = new ArrayList<>(all.subList(0, Math.min(TRIED, all.size())));
        tried.addAll(all.subList(Math.max(0, all.size() - TRIED), all.size()));
        Set<String> out = new LinkedHashSet<>();
        for (FormField field : tried) {
            out.add(field.text().strip());
        }
        return out;
    }

    /** The stamp in an event webhook; {@code null} when there is none. */
    static @Nullable MailgunStamp ofJson(RawHook hook) {
        JsonNode tree = JsonBody.unproven(hook.body());
        JsonNode signature = tree == null ? null : tree.get("signature");
        return signature == null
                ? null
                : of(
                        JsonBody.number(signature, "timestamp"),
                        JsonBody.text(signature, "token"),
                        JsonBody.text(signature, "signature"));
    }

    private static @Nullable MailgunStamp of(
            @Nullable String timestamp, @Nullable String token, @Nullable String signature) {
        return timestamp == null || token == null || signature == null
                ? null
                : new MailgunStamp(timestamp, token, signature);
    }

    /** Whether one of the keys has signed it. */
    boolean fits(List<byte[]> keys) {
        byte[] signed = (timestamp + token).getBytes(StandardCharsets.UTF_8);
        return Hmac.SHA256.signedWithAny(keys, SignatureText.hex(signature), signed);
    }

    /** When it was signed; {@code null} when the timestamp is none. */
    @Nullable
    Instant at() {
        boolean seconds = timestamp.length() <= 11 && timestamp.chars().allMatch(c -> c >= '0' && c <= '9');
        return seconds ? Instant.ofEpochSecond(Long.parseLong(timestamp)) : null;
    }
}
