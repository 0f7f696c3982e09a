package io.barium.campaign;

import io.barium.model.Contact;
import java.time.Instant;

/**
 * A contact of a case.
 *
 * @param seq its number in the journal
 * @param receivedAt by our clock
 * @param campaign that it was put into
 */
public record Observed(long seq, Instant receivedAt, Contact contact, long campaign) {}
