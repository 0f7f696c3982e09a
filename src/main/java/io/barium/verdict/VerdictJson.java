package io.barium.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.stream.Collectors;

/**
 * A verdict as the JSON text that is stored and served: the record's components in their order, parameters by name. The
 * same verdict gives the same text on every machine, and the text gives the same verdict back, bit for bit; infinities
 * are the texts {@code "Infinity"} and {@code "-Infinity"}.
 */
public final class VerdictJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER) // the JDK's digits depend on its version
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final ObjectWriter WRITER = JSON.writerFor(Verdict.class);
    private static final ObjectReader READER = JSON.readerFor(Verdict.class);

    private VerdictJson() {}

    /** The text to store. */
    public static String write(Verdict verdict) {
        try {
            return WRITER.writeValueAsString(verdict);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("verdict cannot be written as JSON", e);
        }
    }

    /**
     * The verdict that {@link #write} wrote.
     *
     * @throws IllegalArgumentException where the text is none, or lacks a part
     */
    public static Verdict read(String json) {
        try {
            return READER.readValue(json);
        } catch (JsonMappingException e) {
            String part = e.getPath().stream()
                    .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                    .collect(Collectors.joining("."));
            throw refusal(part + ": " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw refusal(e.getOriginalMessage(), e);
        }
    }

    private static IllegalArgumentException refusal(String why, JsonProcessingException cause) {
        return new IllegalArgumentException("stored verdict cannot be read: " + why, cause);
    }
}
