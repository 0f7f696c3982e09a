package io.barium.provider;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All providers. Adding one is one line here. */
public final class Providers {
    private static final List<Provider> ALL = List.of(
            // mail
            new Mailgun(),
            // calls and messages
            new Twilio(),
            new SignalWire(),
            new Telnyx(),
            new Vonage(),
            new Plivo(),
            // anything
            new Generic());

    private static final Map<String, Provider> BY_ID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Provider::id, Function.identity()));

    private Providers() {}

    /** The provider of that name; {@code null} when there is none. */
    public static @Nullable Provider byId(String id) {
        return BY_ID.get(id);
    }

    /** All of them, in the order of the documentation. */
    public static List<Provider> all() {
        return ALL;
    }

    /** The names that {@code sources[].provider} may have, each with the words that its {@code variant} may be. */
    public static Map<String, Set<String>> variants() {
        return ALL.stream().collect(Collectors.toUnmodifiableMap(Provider::id, Provider::variants));
    }
}
