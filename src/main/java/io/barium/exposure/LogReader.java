package io.barium.exposure;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An access log in a file, read row by row. One implementation a format. */
public interface LogReader extends AutoCloseable {

    /**
     * The next row; {@code null} behind the last one.
     *
     * @throws IOException when the file cannot be read on; what was read before is as good as ever
     */
    @Nullable
    LogRow next() throws IOException;

    /** Names of fields that were there and mean nothing here; the first some of them. */
    Set<String> ignored();

    @Override
    void close() throws IOException;
}
