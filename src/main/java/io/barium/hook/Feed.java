package io.barium.hook;

import io.barium.config.Settings.Source;
import io.barium.provider.Outcome;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** A configured source with its provider and its counters, which are looked up once and not for each request. */
final class Feed {
    private final Source source;
    private final Provider provider;
    private final MeterRegistry meters;
    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    Feed(Source source, MeterRegistry meters) {
        this(source, provider(source), meters);
    }

    Feed(Source source, Provider provider, MeterRegistry meters) {
        this.source = source;
        this.provider = provider;
        this.meters = meters;
        for (Outcome outcome : Outcome.values()) {
            counters.put(outcome, counter(outcome.name()));
        }
    }

    private static Provider provider(Source source) {
        Provider known = Providers.byId(source.provider());
        if (known == null) {
            throw new IllegalArgumentException("sources[id=" + source.id() + "].provider is unknown");
        }
        return known;
    }

    Source source() {
        return source;
    }

    Provider provider() {
        return provider;
    }

    void count(Outcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).increment();
    }

    /** Counts what came to no outcome. */
    void count(String how) {
        counter(how).increment();
    }

    private Counter counter(String outcome) {
        return meters.counter("barium.hooks", "source", source.id(), "outcome", outcome);
    }
}
