package io.barium.seed;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Writes rows with COPY, in its text format. */
final class Copy {
    private static final int CHUNK = 1 << 16;
    /** How often progress is told, in rows. */
    private static final int TOLD_EVERY = 2_000;

    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(CHUNK + 1_024);
    private final String label;
    private final long total;
    private final Progress progress;
    private long rows;

    /**
     * Begins a COPY.
     *
     * @param target table and columns
     * @param label of the progress
     * @param total rows to come
     */
    Copy(Connection c, String target, String label, long total, Progress progress) throws SQLException {
        this.copy = new CopyManager(c.unwrap(BaseConnection.class)).copyIn("copy " + target + " from stdin");
        this.label = label;
        this.total = total;
        this.progress = progress;
    }

    /** One row; a value is written by its {@code toString}. */
    void row(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                buffer.append('\t');
            }
            Object value = values[i];
            if (value == null) {
                buffer.append("\\N");
            } else {
                escape(value.toString());
            }
        }
        buffer.append('\n');
        rows++;
        if (rows % TOLD_EVERY == 0) {
            progress.at(label, Math.min(rows, total), total);
        }
        if (buffer.length() > CHUNK) {
            flush();
        }
    }

    /** Ends the COPY. */
    void end() throws SQLException {
        flush();
        copy.endCopy();
        progress.at(label, total, total);
    }

    private void flush() throws SQLException {
        byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.setLength(0);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            switch (ch) {
                case '\\' -> buffer.append("\\\\");
                case '\t' -> buffer.append("\\t");
                case '\n' -> buffer.append("\\n");
                case '\r' -> buffer.append("\\r");
                default -> buffer.append(ch);
            }
        }
    }
}
