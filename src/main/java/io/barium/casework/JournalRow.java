package io.barium.casework;

import io.barium.model.Contact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the journal as casework needs it.
 *
 * @param thread shared by all reports of one call; {@code null} for anything else
 * @param size bytes of the contact's text; 0 when it could not be read
 * @param contact where this process has just journalled it; {@code null} when its text is to be read
 * @param text of the contact as it stands there; {@code null} when it could not be read, or is not needed
 */
record JournalRow(
        long seq,
        String source,
        @Nullable String thread,
        Instant receivedAt,
        int size,
        @Nullable Contact contact,
        @Nullable String text) {}
