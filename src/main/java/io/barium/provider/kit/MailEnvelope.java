package io.barium.provider.kit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a raw mail besides its bytes.
 *
 * @param eventId unique within the source
 * @param from SMTP MAIL FROM; {@code null} for the empty reverse-path or where nobody told
 * @param to SMTP RCPT TO, all recipients of this delivery
 * @param at when it happened, for mail without a usable Date header; {@code null} where nobody told
 * @param authservId whose Authentication-Results to trust; {@code null} to trust none
 * @param region ISO 3166 country whose notation numbers without international prefix are in
 */
public record MailEnvelope(
        String eventId,
        @Nullable String from,
        List<String> to,
        @Nullable Instant at,
        @Nullable String authservId,
        String region) {}
