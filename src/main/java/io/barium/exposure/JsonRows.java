package io.barium.exposure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rows of an access log as JSON objects. */
public final class JsonRows {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_IGNORED = 20;
    private static final ObjectReader JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .without(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);

    private final Map<String, String> names;
    private final Set<String> ignored = new TreeSet<>();

    /**
     * A reader of objects.
     *
     * @param names name in the object by field, where it is not called like the field
     */
    public JsonRows(Map<String, String> names) {
        this.names = Map.copyOf(names);
    }

    /** Names that were in objects and mean nothing here; the first some of them. */
    public Set<String> ignored() {
        return ignored;
    }

    /**
     * Reads one object.
     *
     * @param number which row it is
     */
    LogRow line(long number, String json) {
        try {
            return row(number, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return new RowFault(number, LogFields.ROW, "expected a JSON object: " + e.getOriginalMessage());
        }
    }

    /**
     * Reads an array of objects.
     *
     * @param maxRows more are refused
     * @throws IllegalArgumentException when it is no array, or too long a one
     */
    public List<LogRow> array(String json, int maxRows) {
        JsonNode array;
        try {
            array = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected a JSON array of objects: " + e.getOriginalMessage(), e);
        }
        if (!array.isArray()) {
            throw new IllegalArgumentException("expected a JSON array of objects");
        }
        if (array.size() > maxRows) {
            throw new IllegalArgumentException("expected " + maxRows + " rows at most, found " + array.size());
        }
        List<LogRow> rows = new ArrayList<>(array.size());
        array.forEach(node -> rows.add(row(rows.size() + 1L, node)));
        return rows;
    }

    /**
     * Reads one object a line; empty lines are passed over.
     *
     * @param maxRows more are refused
     * @throws IllegalArgumentException when there are more
     */
    public List<LogRow> lines(String json, int maxRows) {
        List<LogRow> rows = new ArrayList<>();
        long number = 0;
        for (String line : (Iterable<String>) json.lines()::iterator) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            if (rows.size() == maxRows) {
                throw new IllegalArgumentException("expected " + maxRows + " rows at most, found more");
            }
            rows.add(line(number, line));
        }
        return rows;
    }

    private LogRow row(long number, JsonNode node) {
        if (!node.isObject()) {
            return new RowFault(number, LogFields.ROW, "expected a JSON object");
        }
        for (String field : LogFields.NAMES) {
            JsonNode value = node.path(name(field));
            if (value.isContainerNode() || value.isBoolean()) {
                return new RowFault(number, field, "expected a text");
            }
        }
        node.fieldNames().forEachRemaining(this::note);
        return LogFields.read(number, field -> text(node.path(name(field))));
    }

    private String name(String field) {
        return names.getOrDefault(field, field);
    }

    private void note(String name) {
        if (ignored.size() < MAX_IGNORED && LogFields.NAMES.stream().noneMatch(f -> name(f).equals(name))) {
            ignored.add(name.length() > 40 ? name.substring(0, 40) : name);
        }
    }

    private static @Nullable String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }
}
