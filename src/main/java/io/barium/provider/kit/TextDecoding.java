package io.barium.provider.kit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes to text for charsets that are named, misnamed or not named at all. Never fails. */
public final class TextDecoding {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** All charsets by lower-case name; the JDK searches long for each name that it does not know. */
    private static final Map<String, Charset> KNOWN = known();

    private TextDecoding() {}

    /**
     * Decodes; where the charset is missing, unknown or plain ASCII the bytes are read as UTF-8 if they can be, as
     * windows-1252 otherwise.
     *
     * @param charset name as claimed; {@code null} when none was
     */
    public static String decode(byte[] bytes, int from, int to, @Nullable String charset) {
        if ("utf-8".equals(charset)) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        Charset named = named(charset);
        if (named != null) {
            return new String(bytes, from, to - from, named);
        }
        if (isAscii(bytes, from, to)) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, from, to - from, WINDOWS_1252);
        }
    }

    /** As {@link #decode(byte[], int, int, String)} for a whole array. */
    public static String decode(byte[] bytes, @Nullable String charset) {
        return decode(bytes, 0, bytes.length, charset);
    }

    /** Length of the array without a UTF-8 sequence that its end cuts through. */
    static int wholeUtf8(byte[] bytes) {
        int lead = bytes.length;
        while (lead > 0 && bytes.length - lead < 4) {
            byte b = bytes[--lead];
            if ((b & 0xC0) == 0xC0) {
                return lead;
            }
            if (b >= 0) {
                break;
            }
        }
        return bytes.length;
    }

    private static @Nullable Charset named(@Nullable String name) {
        Charset charset = name == null ? null : KNOWN.get(name.strip().toLowerCase(Locale.ROOT));
        return charset == null || charset.equals(StandardCharsets.US_ASCII) ? null : charset;
    }

    private static Map<String, Charset> known() {
        Map<String, Charset> out = new HashMap<>();
        for (Charset charset : Charset.availableCharsets().values()) {
            out.put(charset.name().toLowerCase(Locale.ROOT), charset);
            charset.aliases().forEach(alias -> out.put(alias.toLowerCase(Locale.ROOT), charset));
        }
        return Map.copyOf(out);
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
