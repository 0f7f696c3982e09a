package io.barium.provider;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import org.jspecify.annotations.Nullable;

/** Sources of telephone providers with what only they are asked for. */
final class Phones {
    private Phones() {}

    /** The same source, answering calls that way. */
    static Source answering(Source source, Answering answering) {
        return with(source, answering, null, null);
    }

    /** The same source, answering calls that way, with a variant and a secret to fetch recordings. */
    static Source with(Source source, Answering answering, @Nullable String variant, @Nullable String fetchSecret) {
        return new Source(
                source.id(),
                source.provider(),
                source.secrets(),
                source.publicUrl(),
                source.window(),
                source.authservId(),
                source.region(),
                new SourceOptions(
                        variant,
                        source.options().topics(),
                        fetchSecret == null ? null : new Secret(fetchSecret),
                        answering));
    }
}
