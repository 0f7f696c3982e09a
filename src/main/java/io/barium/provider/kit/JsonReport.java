package io.barium.provider.kit;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.Quotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object in what a telephone provider reports, read field by field. A field of another type than expected is as good
 * as none, unless it is required.
 *
 * @param json the object; anything else has no fields
 * @param region ISO 3166 country of numbers without international prefix
 */
public record JsonReport(JsonNode json, String region) {
    private static final int MAX_LISTED = 20;
    private static final Set<String> WITHHELD =
            Set.of("anonymous", "restricted", "unavailable", "unknown", "blocked", "private", "withheld");

    /** An object within; without fields when there is none. */
    public JsonReport child(String field) {
        return new JsonReport(json.path(field), region);
    }

    /** Whether there is an object of that name. */
    public boolean hasChild(String field) {
        return json.path(field).isObject();
    }

    /** A text that is not blank, stripped; {@code null} when there is none. */
    public @Nullable String text(String field) {
        return JsonBody.text(json, field);
    }

    /** A short text on one line; {@code null} when there is none. */
    public @Nullable String shown(String field) {
        String text = text(field);
        return text == null ? null : TextBounds.subject(text);
    }

    /** A word in lower case; empty when there is none. */
    public String word(String field) {
        String text = text(field);
        return text == null ? "" : TextBounds.name(text).toLowerCase(Locale.ROOT);
    }

    /**
     * An id, given as text or number.
     *
     * @throws MalformedHook when there is none
     */
    public String id(String field, String path) throws MalformedHook {
        String id = JsonBody.number(json, field);
        if (id == null) {
            throw new MalformedHook(path + ": expected an id, found nothing");
        }
        return EventIds.given(id);
    }

    /** A message's text, bounded; empty when there is none. */
    public String message(String field) {
        JsonNode node = json.path(field);
        return node.isTextual() ? TextBounds.text(node.textValue()).text() : "";
    }

    /** A number of this country or an international one; {@code null} when there is none or it was withheld. */
    public @Nullable String number(String field) {
        String given = JsonBody.number(json, field);
        return given == null || isWithheld(given) ? null : PhoneNumbers.e164(given, region);
    }

    /**
     * A number that is international even without plus, as some providers write all; {@code null} when there is none or
     * it was withheld.
     */
    public @Nullable String international(String field) {
        String given = JsonBody.number(json, field);
        return given == null || isWithheld(given) ? null : PhoneNumbers.e164(plus(given), region);
    }

    /** A number with the plus that its provider left out; what is too short or no digits stays as it is. */
    public static String plus(String given) {
        String bare = given.strip();
        return bare.matches("[1-9][0-9]{7,14}") ? "+" + bare : bare;
    }

    /** Whether a caller's number is a word that stands for none. */
    public static boolean isWithheld(String given) {
        return WITHHELD.contains(given.strip().toLowerCase(Locale.ROOT));
    }

    /** A time in ISO 8601; {@code null} when there is none. */
    public @Nullable Instant at(String field) {
        return IsoInstants.parse(text(field));
    }

    /** Whole seconds; {@code null} when there are none. */
    public @Nullable Integer seconds(String field) {
        JsonNode node = json.path(field);
        if (node.isTextual()) {
            String digits = node.textValue().strip();
            return digits.matches("[0-9]{1,8}") ? Integer.valueOf(digits) : null;
        }
        double value = node.isNumber() ? node.doubleValue() : -1;
        return value >= 0 && value < 100_000_000 ? (int) value : null;
    }

    /** The texts of a list, or the single text, each on one line. */
    public List<String> texts(String field) {
        List<String> out = new ArrayList<>();
        String single = shown(field);
        if (single != null) {
            out.add(single);
        }
        for (JsonNode node : json.path(field)) {
            if (node.isTextual() && !node.textValue().isBlank() && out.size() < MAX_LISTED) {
                out.add(TextBounds.subject(node.textValue()));
            }
        }
        return List.copyOf(out);
    }

    /** What a text quotes. */
    public Quotes quotes(String text) {
        return text.isBlank() ? Quotes.NONE : QuoteFinder.find(text, region);
    }
}
