package io.barium.provider.kit;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The secrets of a source, any of which may be in use while one is rotated. */
public final class SourceSecrets {
    private SourceSecrets() {}

    /** Those that are not blank. */
    public static List<String> texts(Source source) {
        List<String> out = new ArrayList<>(source.secrets().size());
        for (Secret secret : source.secrets()) {
            String text = secret.reveal().strip();
            if (!text.isEmpty()) {
                out.add(text);
            }
        }
        return out;
    }

    /** Those that are not blank, as keys. */
    public static List<byte[]> keys(Source source) {
        List<byte[]> out = new ArrayList<>(source.secrets().size());
        for (String text : texts(source)) {
            out.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return out;
    }

    /** The answer where there is none. */
    public static Authenticity missing(Source source) {
        return Authenticity.unconfigured("sources[id=" + source.id() + "].secrets is empty");
    }
}
