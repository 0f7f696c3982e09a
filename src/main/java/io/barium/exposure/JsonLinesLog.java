package io.barium.exposure;

import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An access log with a JSON object a line; a line that is no object is a fault of its own. */
final class JsonLinesLog implements LogReader {
    private static final int MAX_LINE = 64 << 10;
    private static final int BUFFER = 64 << 10;

    private final Reader in;
    private final JsonRows rows;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder line = new StringBuilder();
    private int at;
    private int end;
    private long number;

    JsonLinesLog(Reader in, Map<String, String> names) {
        this.in = in;
        this.rows = new JsonRows(names);
    }

    @Override
    public @Nullable LogRow next() throws IOException {
        while (line()) {
            number++;
            if (line.length() > MAX_LINE) {
                return new RowFault(number, LogFields.ROW, "expected " + MAX_LINE + " characters at most");
            }
            String text = line.toString();
            if (!text.isBlank()) {
                return rows.line(number, number == 1 ? text.replace("\uFEFF", "") : text);
            }
        }
        return null;
    }

    /** Reads on to the next end of a line; of a line that is too long, no more is kept than tells that it is. */
    private boolean line() throws IOException {
        line.setLength(0);
        boolean some = false;
        while (true) {
            if (at == end) {
                end = Math.max(0, in.read(buffer));
                at = 0;
                if (end == 0) {
                    return some;
                }
            }
            some = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (line.length() <= MAX_LINE) {
                line.append(buffer, from, at - from);
            }
            if (at < end) {
                at++;
                return true;
            }
        }
    }

    @Override
    public Set<String> ignored() {
        return rows.ignored();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
