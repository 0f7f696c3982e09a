package io.barium.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.BufferRecycler;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a contact came, as the JSON text that the journal keeps. */
final class TransportJson {
    private static final JsonFactory JSON = new JsonFactory();

    private TransportJson() {}

    /** The text of a map of texts, truth values, lists and maps of such. */
    static String write(Map<String, Object> transport) {
        BufferRecycler recycler = JSON._getBufferRecycler();
        try (SegmentedStringWriter out = new SegmentedStringWriter(recycler)) {
            try (JsonGenerator json = JSON.createGenerator(out)) {
                value(json, transport);
            }
            return out.getAndClear();
        } catch (IOException e) {
            throw new IllegalArgumentException("transport cannot be written as JSON", e);
        } finally {
            recycler.releaseToPool();
        }
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                value(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                value(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(value.toString());
        }
    }
}
