package io.barium.provider.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What FreeSWITCH writes down of a call when it ends, in XML or JSON. Of a call that was transferred the first profile
 * counts, which is written last: it has the number that was dialled.
 *
 * @param variables of the channel, decoded
 * @param profile of the caller
 */
public record CallDetailRecord(Map<String, String> variables, Map<String, String> profile) {
    private static final String VARIABLES = "variables/";
    private static final String PROFILE = "callflow/caller_profile/";

    /**
     * Reads one, whatever its encoding.
     *
     * @throws MalformedHook when it is neither XML nor JSON nor base64 of one of them
     */
    public static CallDetailRecord read(byte[] record) throws MalformedHook {
        int start = start(record);
        if (start < record.length && record[start] == '<') {
            return xml(record);
        }
        if (start < record.length && record[start] == '{') {
            return json(record);
        }
        byte[] decoded = decoded(record);
        int inner = start(decoded);
        if (inner < decoded.length && decoded[inner] == '<') {
            return xml(decoded);
        }
        if (inner < decoded.length && decoded[inner] == '{') {
            return json(decoded);
        }
        throw new MalformedHook("cdr: expected XML, JSON or base64 of it");
    }

    /** A variable of the channel; {@code null} when it is not set. */
    public @Nullable String variable(String name) {
        return filled(variables.get(name));
    }

    /** A property of the caller; {@code null} when it is not set. */
    public @Nullable String caller(String name) {
        return filled(profile.get(name));
    }

    private static @Nullable String filled(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static int start(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && bytes[i] <= ' ' && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    private static byte[] decoded(byte[] base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static CallDetailRecord xml(byte[] document) throws MalformedHook {
        Map<String, String> variables = new HashMap<>();
        Map<String, String> profile = new HashMap<>();
        XmlFields.read(document).forEach((path, value) -> sort(path, value, variables, profile));
        return new CallDetailRecord(variables, profile);
    }

    private static CallDetailRecord json(byte[] document) throws MalformedHook {
        JsonNode root = JsonBody.object(document);
        Map<String, String> variables = new HashMap<>();
        Map<String, String> profile = new HashMap<>();
        texts(root.path("variables"), VARIABLES, variables, profile);
        JsonNode flows = root.path("callflow");
        if (flows.isArray()) {
            flows.forEach(flow -> texts(flow.path("caller_profile"), PROFILE, variables, profile));
        } else {
            texts(flows.path("caller_profile"), PROFILE, variables, profile);
        }
        return new CallDetailRecord(variables, profile);
    }

    private static void texts(
            JsonNode object, String prefix, Map<String, String> variables, Map<String, String> profile) {
        object.properties().forEach(e -> {
            boolean told = e.getValue().isValueNode() && !e.getValue().isNull();
            sort(prefix + e.getKey(), told ? e.getValue().asText().strip() : "", variables, profile);
        });
    }

    private static void sort(String path, String value, Map<String, String> variables, Map<String, String> profile) {
        if (path.startsWith(VARIABLES)) {
            variables.put(path.substring(VARIABLES.length()), unescaped(value));
        } else if (path.startsWith(PROFILE)) {
            profile.put(path.substring(PROFILE.length()), value);
        }
    }

    private static String unescaped(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new String(PercentEncoding.decode(bytes, 0, bytes.length, false), StandardCharsets.UTF_8);
    }
}
