package io.barium.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inbound mail, call or SMS as its provider reported it. All text in it is the sender's and hostile: escape it
 * wherever it is shown.
 */
public sealed interface Contact permits Mail, Call, Sms {

    Channel channel();

    /** The provider's id of the event, unique within the source; a provider's retry carries the same one. */
    String eventId();

    /** When it happened by the provider's or sender's clock; {@code null} where nobody said. */
    @Nullable
    Instant occurredAt();

    /** Who contacted us, as claimed: envelope sender or calling number; {@code null} when withheld or empty. */
    @Nullable
    String sender();

    /**
     * The addresses (RFC 5321 envelope) or numbers (E.164) that were reached; never header recipients alone when an
     * envelope is known.
     */
    List<String> recipients();

    /** What was written or said, bounded; empty where nothing was. */
    String text();

    /** Links, addresses and numbers found in the text. */
    Quotes quotes();

    /**
     * What events of one source that belong to one contact share: the reports of one call, the copies of one message to
     * several of our addresses. {@code null} for an event that stands alone.
     */
    @Nullable
    String thread();
}
