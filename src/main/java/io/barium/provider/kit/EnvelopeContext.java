package io.barium.provider.kit;

import io.barium.config.Settings.Source;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of a mail whose content is kept elsewhere, as the context of the fetch that gets it. */
public final class EnvelopeContext {
    private EnvelopeContext() {}

    /** The envelope as texts; more may be added. */
    public static Map<String, String> of(MailEnvelope envelope) {
        Map<String, String> out = new TreeMap<>();
        out.put("event", envelope.eventId());
        out.put("to", String.join(", ", envelope.to()));
        if (envelope.from() != null) {
            out.put("from", envelope.from());
        }
        if (envelope.at() != null) {
            out.put("at", envelope.at().toString());
        }
        return out;
    }

    /**
     * The envelope that {@link #of} wrote down, for another report on the mail.
     *
     * @param report what tells the report's event id from the mail's own
     */
    public static MailEnvelope read(Fetch fetch, String report, Source source) {
        Map<String, String> context = fetch.context();
        return new MailEnvelope(
                EventIds.given(context.getOrDefault("event", fetch.url()) + ":" + report),
                AddressParser.envelope(context.get("from")),
                AddressParser.envelopes(List.of(context.getOrDefault("to", ""))),
                at(context.get("at")),
                source.authservId(),
                source.region());
    }

    private static @Nullable Instant at(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
