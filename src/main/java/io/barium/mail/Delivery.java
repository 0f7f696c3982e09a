package io.barium.mail;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where accepted mail goes. */
public interface Delivery {

    /**
     * What SMTP told about a message.
     *
     * @param from MAIL FROM; {@code null} for the empty reverse-path
     * @param to RCPT TO, those that this delivery is for
     * @param helo name the peer gave, unverified; {@code null} for none
     * @param peer address of the peer
     * @param tls whether STARTTLS was used
     * @param receivedAt when the last byte was here
     */
    record Envelope(
            @Nullable String from,
            List<String> to,
            @Nullable String helo,
            String peer,
            boolean tls,
            Instant receivedAt) {}

    /**
     * Takes responsibility for a message.
     *
     * @param raw the message as it came, dots unstuffed
     * @return completes when the message is safe; only then is the peer answered 250
     */
    Future<Void> deliver(Envelope envelope, byte[] raw);
}
