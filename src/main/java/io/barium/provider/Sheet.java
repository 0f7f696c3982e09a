package io.barium.provider;

import io.barium.model.Channel;
import java.util.List;

/**
 * What the table of providers says of one; {@code src/docs/providers.md} is generated from it.
 *
 * @param product its name, and of which of its products this is
 * @param channels what it takes
 * @param proof how a request proves itself, in a few words
 * @param secrets what {@code sources[].secrets} hold, and what else has to be set
 * @param window how old a signature may be by default; {@code none} where nothing dates it
 * @param eventId what makes an event one event
 */
public record Sheet(
        String product, List<Channel> channels, String proof, String secrets, String window, String eventId) {}
