package io.barium.exposure;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The formats of files with an access log. */
public enum LogFormat {
    /** Comma-separated values with a header. */
    CSV {
        @Override
        LogReader open(Reader in, Map<String, String> names) throws IOException {
            return new CsvLog(in, names);
        }
    },
    /** A JSON object a line. */
    JSONL {
        @Override
        LogReader open(Reader in, Map<String, String> names) {
            return new JsonLinesLog(in, names);
        }
    };

    abstract LogReader open(Reader in, Map<String, String> names) throws IOException;

    /** The format that a file's name promises: JSON lines for {@code .jsonl}, {@code .ndjson} and {@code .json}. */
    public static LogFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json") ? JSONL : CSV;
    }

    /**
     * Opens a file in UTF-8; what is not UTF-8 becomes a fault of its row.
     *
     * @param names column or name by field, where it is not called like the field; see {@link LogFields#NAMES}
     * @throws IOException when it cannot be read, or its header lacks a column
     * @throws IllegalArgumentException when {@code names} has a field that does not exist
     */
    public LogReader open(Path file, Map<String, String> names) throws IOException {
        Set<String> unknown = new TreeSet<>(names.keySet());
        unknown.removeAll(LogFields.NAMES);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("expected fields of " + String.join(", ", LogFields.NAMES) + ", found "
                    + String.join(", ", unknown));
        }
        Reader in = new java.io.InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
        try {
            return open(in, names);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }
}
