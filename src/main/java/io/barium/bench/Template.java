package io.barium.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes with places for values of fixed length, so that a message is made by copying. */
final class Template {
    private record Place(int offset, int value) {}

    private final byte[] bytes;
    private final List<Place> places = new ArrayList<>();

    /**
     * A template.
     *
     * @param text where each marker, once or more often, holds the place of a value that is as long as the marker
     */
    Template(String text, List<String> markers) {
        this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < markers.size(); i++) {
            for (int at = text.indexOf(markers.get(i)); at >= 0; at = text.indexOf(markers.get(i), at + 1)) {
                places.add(new Place(at, i));
            }
        }
    }

    int size() {
        return bytes.length;
    }

    /** The message with these values. */
    byte[] with(byte[]... values) {
        byte[] out = new byte[bytes.length];
        put(out, values);
        return out;
    }

    /** The same into a buffer that is long enough. */
    void put(byte[] out, byte[]... values) {
        System.arraycopy(bytes, 0, out, 0, bytes.length);
        for (Place place : places) {
            byte[] value = values[place.value()];
            System.arraycopy(value, 0, out, place.offset(), value.length);
        }
    }
}
