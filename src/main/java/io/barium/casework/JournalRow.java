package io.barium.casework;

import io.barium.model.Channel;
import io.barium.model.Contact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the journal as casework needs it.
 *
 * @param callId shared by all reports of one call; {@code null} for anything else
 * @param contact {@code null} when it could not be read
 */
record JournalRow(
        long seq,
        String source,
        Channel channel,
        @Nullable String callId,
        Instant receivedAt,
        @Nullable Contact contact) {}
