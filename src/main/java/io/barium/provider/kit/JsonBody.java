package io.barium.provider.kit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON bodies, read without binding to types, so that each field is judged on its own. */
public final class JsonBody {
    /** The body's cap is the real bound; Jackson's own is below the size of real mail. */
    private static final int MAX_STRING = 256 << 20;

    /**
     * Brackets, names and values. Read, each takes up to 70 bytes and may have come as two, so that the body's cap
     * bounds nothing here. A thousand mails of Mandrill, headers and all, are some 300,000.
     */
    private static final int MAX_TOKENS = 400_000;

    /** Where nobody has proven yet who sent it: what proves itself inside of its JSON has a few dozen. */
    private static final int MAX_UNPROVEN_TOKENS = 10_000;

    private static final JsonMapper PROVEN = mapper(MAX_TOKENS);
    private static final JsonMapper UNPROVEN = mapper(MAX_UNPROVEN_TOKENS);

    private JsonBody() {}

    private static JsonMapper mapper(int maxTokens) {
        return new JsonMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MAX_STRING)
                        .maxNestingDepth(200)
                        .maxTokenCount(maxTokens)
                        .build())
                .build());
    }

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

    /**
     * The tree that the bytes of a genuine request hold; {@code null} when they are no JSON, or more of it than any
     * provider sends. Invalid UTF-8 is replaced.
     */
    public static @Nullable JsonNode tree(byte[] body) {
        return tree(PROVEN, body);
    }

    /** The same of a request that has to be read before it is known to be genuine; takes far less of it. */
    public static @Nullable JsonNode unproven(byte[] body) {
        return tree(UNPROVEN, body);
    }

    private static @Nullable JsonNode tree(JsonMapper mapper, byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (StreamConstraintsException e) {
            return null;
        } catch (IOException e) {
            return repaired(mapper, body);
        }
    }

    private static @Nullable JsonNode repaired(JsonMapper mapper, byte[] body) {
        try {
            return mapper.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return null;
        }
    }

    /** A part of a body, written as JSON in UTF-8: the same bytes whenever the same part comes. */
    public static byte[] bytes(JsonNode part) {
        return part.toString().getBytes(StandardCharsets.UTF_8);
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
