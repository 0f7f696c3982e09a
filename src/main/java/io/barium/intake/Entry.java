package io.barium.intake;

import io.barium.model.Channel;
import io.barium.model.Contact;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be journalled: a contact, or a genuine request that could not be read.
 *
 * @param source id of the feed
 * @param provider whose wire format it was
 * @param eventId unique within the source
 * @param channel mail, call or SMS
 * @param receivedAt when the last byte was here
 * @param contact what was read; {@code null} when unreadable
 * @param unreadable why it could not be read; {@code null} when it was
 * @param transport how it came: method, target, headers without credentials, peer; for evidence
 * @param raw the bytes as they came
 * @param thread what events of the source that belong to one contact share; {@code null} for one that stands alone
 * @param singleUse an id that may come with one content only, where what came was not signed whole; {@code null} for
 *     none
 */
public record Entry(
        String source,
        String provider,
        String eventId,
        Channel channel,
        Instant receivedAt,
        @Nullable Contact contact,
        @Nullable String unreadable,
        Map<String, Object> transport,
        byte[] raw,
        @Nullable String thread,
        @Nullable String singleUse) {

    /** A contact that was read. */
    public static Entry of(
            String source,
            String provider,
            Instant receivedAt,
            Contact contact,
            Map<String, Object> transport,
            byte[] raw) {
        return new Entry(
                source,
                provider,
                contact.eventId(),
                contact.channel(),
                receivedAt,
                contact,
                null,
                transport,
                raw,
                contact.thread(),
                null);
    }

    /** A genuine request that could not be read. */
    public static Entry unreadable(
            String source,
            String provider,
            String eventId,
            Channel channel,
            Instant receivedAt,
            String why,
            Map<String, Object> transport,
            byte[] raw) {
        return new Entry(source, provider, eventId, channel, receivedAt, null, why, transport, raw, null, null);
    }

    /** The same as a part of another contact. */
    public Entry in(String otherThread) {
        return new Entry(
                source,
                provider,
                eventId,
                channel,
                receivedAt,
                contact,
                unreadable,
                transport,
                raw,
                otherThread,
                singleUse);
    }

    /** The same with an id that no other content may come with. */
    public Entry using(@Nullable String id) {
        return new Entry(
                source, provider, eventId, channel, receivedAt, contact, unreadable, transport, raw, thread, id);
    }
}
