package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A provider whose requests point to something elsewhere. Pure, as {@link Provider} is: it says what to ask for. */
public interface Fetching {

    /**
     * The request for it.
     *
     * @param uri what the fetch names, {@code https} and parsed
     * @param now the service's clock, for credentials that are signed
     * @return {@code null} when the provider keeps nothing there: its hosts are listed, whatever a request says
     * @throws MalformedHook when a setting is missing without which it cannot be fetched, which the message names
     */
    @Nullable
    FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) throws MalformedHook;

    /**
     * Reads what was fetched. Its contacts belong to the contact that pointed there; their event ids have to be others
     * than its own and the same each time.
     *
     * @throws MalformedHook when it is not what was to be expected
     */
    Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook;
}
