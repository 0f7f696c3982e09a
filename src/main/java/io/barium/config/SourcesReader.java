package io.barium.config;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code sources}. */
final class SourcesReader {
    static final Pattern SOURCE_ID = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?");
    private static final int MAX_PROMPT = 500;

    private SourcesReader() {}

    static List<Source> read(Section root, Map<String, Set<String>> providers) {
        List<Source> out = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Section s : root.sections("sources")) {
            String id = s.required("id", "a name of lower-case letters, digits, - and _");
            if (!id.isEmpty() && !SOURCE_ID.matcher(id).matches()) {
                s.fault(s.join("id"), "expected lower-case letters, digits, - and _, found \"" + id + "\"");
            } else if (!id.isEmpty() && !ids.add(id)) {
                s.fault(s.join("id"), "expected an id that no other source has, found \"" + id + "\" again");
            }
            String known = "one of " + sorted(providers.keySet());
            String provider = s.required("provider", known);
            if (!provider.isEmpty() && !providers.containsKey(provider)) {
                s.fault(s.join("provider"), "expected " + known + ", found \"" + provider + "\"");
            }
            List<Secret> secrets = s.texts("secrets").stream().map(Secret::new).toList();
            out.add(new Source(
                    id,
                    provider,
                    secrets,
                    SettingsReader.url(s, "publicUrl"),
                    SettingsReader.age(s, "window"),
                    s.text("authservId"),
                    s.text("region", "US"),
                    new SourceOptions(
                            variant(s, providers.getOrDefault(provider, Set.of())),
                            List.copyOf(s.texts("topics")),
                            s.secret("fetchSecret"),
                            answering(s))));
            s.refuseUnknown();
        }
        return List.copyOf(out);
    }

    private static @Nullable String variant(Section s, Set<String> variants) {
        String variant = s.text("variant");
        if (variant != null && !variants.contains(variant)) {
            s.fault(
                    s.join("variant"),
                    variants.isEmpty()
                            ? "expected nothing, since this provider has no variants, found \"" + variant + "\""
                            : "expected one of " + sorted(variants) + ", found \"" + variant + "\"");
        }
        return variant;
    }

    private static Answering answering(Section s) {
        String word = s.text("answer", "decline");
        Mode mode = Mode.DECLINE;
        try {
            mode = Mode.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            s.fault(s.join("answer"), "expected one of " + words() + ", found \"" + word + "\"");
        }
        boolean lawful = s.flag("recordingLawful", false);
        if (mode == Mode.RECORD && !lawful) {
            s.fault(
                    s.join("recordingLawful"),
                    "expected true beside answer: record; whether calls may be recorded is a question for counsel");
        }
        String prompt = s.text("prompt", Answering.NEUTRAL);
        if (prompt.isBlank() || prompt.length() > MAX_PROMPT) {
            s.fault(s.join("prompt"), "expected up to " + MAX_PROMPT + " characters to speak");
        }
        return new Answering(mode, prompt);
    }

    private static String words() {
        return Arrays.stream(Mode.values())
                .map(m -> m.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }
}
