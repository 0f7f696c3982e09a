package io.barium.provider.kit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON bodies, read without binding to types, so that each field is judged on its own. */
public final class JsonBody {
    /** The body's cap is the real bound; Jackson's own is below the size of real mail. */
    private static final int MAX_STRING = 256 << 20;

    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING)
                    .maxNestingDepth(200)
                    .build())
            .build());

    private JsonBody() {}

    /**
     * The object that the bytes hold.
     *
     * @throws MalformedHook when they hold something else
     */
    public static JsonNode object(byte[] body) throws MalformedHook {
        JsonNode tree = tree(body);
        if (tree == null || !tree.isObject()) {
            throw new MalformedHook("body: expected a JSON object");
        }
        return tree;
    }

    /** The tree that the bytes hold; {@code null} when they are no JSON. Invalid UTF-8 is replaced. */
    public static @Nullable JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            return repaired(body);
        }
    }

    private static @Nullable JsonNode repaired(byte[] body) {
        try {
            return MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return null;
        }
    }

    /** A text field that is not blank, stripped; {@code null} when it is missing or of another type. */
    public static @Nullable String text(JsonNode object, String field) {
        JsonNode node = object.get(field);
        return node == null || !node.isTextual() || node.textValue().isBlank()
                ? null
                : node.textValue().strip();
    }

    /** A number, or the digits of one in a text; {@code null} when it is missing or of another type. */
    public static @Nullable String number(JsonNode object, String field) {
        JsonNode node = object.get(field);
        return node != null && node.isIntegralNumber() ? node.asText() : text(object, field);
    }

    /** A finite number with or without a fraction, or one in a text; {@code null} when it is missing or none. */
    public static @Nullable Double decimal(JsonNode object, String field) {
        JsonNode node = object.get(field);
        if (node != null && node.isNumber()) {
            return Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
        }
        return decimal(text(object, field));
    }

    /** The finite number that a text holds; {@code null} when it holds none. */
    public static @Nullable Double decimal(@Nullable String text) {
        if (text == null || text.length() > 20) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
