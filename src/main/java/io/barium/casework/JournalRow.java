package io.barium.casework;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the journal as casework needs it.
 *
 * @param thread shared by all reports of one call; {@code null} for anything else
 * @param contact as it stands there; {@code null} when it could not be read
 */
record JournalRow(
        long seq,
        String source,
        @Nullable String thread,
        Instant receivedAt,
        @Nullable String contact) {}
