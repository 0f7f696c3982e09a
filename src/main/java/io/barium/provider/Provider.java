package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider's wire format: how it proves itself, what its requests say and what it wants to be answered. Pure: no I/O,
 * no clock. One implementation is one file, whose class comment is the provider's manual, and one line in
 * {@link Providers}.
 */
public interface Provider {

    /** The name in {@code sources[].provider}. */
    String id();

    /** What the table of providers says of it. */
    Sheet sheet();

    /** The words that {@code sources[].variant} may be; empty where there is nothing to choose. */
    default Set<String> variants() {
        return Set.of();
    }

    /**
     * Whether a GET can be an event of this provider; otherwise one with a query is refused, and one without it is a
     * probe, as HEAD is, and answered 200.
     */
    default boolean eventsByGet() {
        return false;
    }

    /**
     * Decides whether the request is the provider's. Constant time in the secret; never throws on bad input. Where that
     * needs something from elsewhere it answers {@link Authenticity#awaiting} and is asked again when
     * {@link RawHook#fetched} has it.
     *
     * @param hook request as it came
     * @param source the configured feed
     * @param now the service's clock
     */
    Authenticity authenticate(RawHook hook, Source source, Instant now);

    /**
     * Reads a genuine request.
     *
     * @throws MalformedHook when something required is absent or of the wrong kind; no other exception is thrown,
     *     whatever comes
     */
    Reading read(RawHook hook, Source source) throws MalformedHook;

    /**
     * The single-use id of a request whose signature does not cover its body, so that its signature lets one body pass
     * and no other; {@code null} where the body is signed.
     *
     * @param source the configured feed, by whose secrets the right signature of several is known
     */
    default @Nullable String singleUseId(RawHook hook, Source source) {
        return null;
    }

    /** The channel under which an unreadable request is journalled. */
    Channel channelOf(RawHook hook);

    /**
     * The answer that this provider's contract wants.
     *
     * @param outcome what became of the request
     * @param hook the request, for providers that answer in their own language; of one that was too large to be read
     *     the head alone
     * @param source the configured feed, for what callers get to hear
     */
    Reply reply(Outcome outcome, RawHook hook, Source source);
}
