package io.barium.provider.kit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, see {@link RawHook#form}, in {@code application/x-www-form-urlencoded} or
 * {@code multipart/form-data}, in order, repeats kept. A damaged form holds the fields before the damage, so that it
 * can still be authenticated; {@link #whole()} is to be called before it is read.
 *
 * @param fields in order
 * @param fault what is wrong with it; {@code null} when nothing is
 */
public record Form(List<FormField> fields, @Nullable String fault) {
    /** Providers repeat each header of a mail as a field of its own, so this is far above any honest form. */
    static final int MAX_FIELDS = 50_000;

    /** A form of {@code name=value} pairs joined by ampersands, in UTF-8. */
    static Form urlEncoded(byte[] body) {
        List<FormField> fields = new ArrayList<>();
        int start = 0;
        while (start < body.length) {
            int equals = -1;
            int end = start;
            for (; end < body.length && body[end] != '&'; end++) {
                if (equals < 0 && body[end] == '=') {
                    equals = end;
                }
            }
            if (end > start) {
                if (fields.size() == MAX_FIELDS) {
                    return new Form(fields, "body: more than " + MAX_FIELDS + " form fields");
                }
                int nameEnd = equals < 0 ? end : equals;
                String name = PercentEncoding.text(body, start, nameEnd);
                int from = equals < 0 ? end : equals + 1;
                fields.add(new FormField(name, null, "text/plain", "utf-8", body, from, end, true));
            }
            start = end + 1;
        }
        return new Form(fields, null);
    }

    /**
     * Itself.
     *
     * @throws MalformedHook when it is damaged
     */
    public Form whole() throws MalformedHook {
        if (fault != null) {
            throw new MalformedHook(fault);
        }
        return this;
    }

    /** The first field of that name; {@code null} when there is none. */
    public @Nullable FormField field(String name) {
        for (FormField field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** The first value of that name; {@code null} when there is none. */
    public @Nullable String text(String name) {
        FormField field = field(name);
        return field == null ? null : field.text();
    }

    /** The first value of that name, stripped; {@code null} when there is none or it is blank. */
    public @Nullable String filled(String name) {
        String text = text(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Whether there is a value of that name that is not blank. */
    public boolean has(String name) {
        return filled(name) != null;
    }
}
