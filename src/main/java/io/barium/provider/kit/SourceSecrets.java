package io.barium.provider.kit;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The secrets of a source, any of which may be in use while one is rotated. */
public final class SourceSecrets {
    private SourceSecrets() {}

    /** Those that are not blank. */
    public static List<String> texts(Source source) {
        return source.secrets().stream()
                .map(Secret::reveal)
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    /** Those that are not blank, as keys. */
    public static List<byte[]> keys(Source source) {
        return texts(source).stream()
                .map(s -> s.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** The answer where there is none. */
    public static Authenticity missing(Source source) {
        return Authenticity.unconfigured("sources[id=" + source.id() + "].secrets is empty");
    }
}
