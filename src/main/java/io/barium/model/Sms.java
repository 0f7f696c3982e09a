package io.barium.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inbound text message.
 *
 * @param eventId the provider's id of the message
 * @param occurredAt the provider's time
 * @param from sending number in E.164, a short code or an alphanumeric sender id
 * @param to reached number in E.164
 * @param group what the copies of one message to several of our numbers share; {@code null} where there is one number
 * @param text the message, bounded
 * @param mediaUrls where the provider keeps attached media; never fetched automatically
 * @param quotes what the text quotes
 */
public record Sms(
        String eventId,
        @Nullable Instant occurredAt,
        @Nullable String from,
        String to,
        @Nullable String group,
        String text,
        List<String> mediaUrls,
        Quotes quotes)
        implements Contact {

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    /** A message to one number. */
    public Sms(
            String eventId,
            @Nullable Instant occurredAt,
            @Nullable String from,
            String to,
            String text,
            List<String> mediaUrls,
            Quotes quotes) {
        this(eventId, occurredAt, from, to, null, text, mediaUrls, quotes);
    }

    @Override
    public @Nullable String thread() {
        return group;
    }

    @Override
    public @Nullable String sender() {
        return from;
    }

    @Override
    public List<String> recipients() {
        return List.of(to);
    }
}
