package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.provider.kit.RawHook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code src/docs/providers.md} says what the code says; {@code -Dproviders.write=true} writes it anew. */
class ProviderTableTest {
    private static final Path FILE = Path.of("src/docs/providers.md");
    private static final String BEGIN =
            "<!-- generated: mvn test -Dtest=ProviderTableTest -Dproviders.write=true -->\n";
    private static final String END = "<!-- end of what is generated -->\n";

    @Test
    void the_document_is_what_the_code_says() throws IOException {
        String text = Files.readString(FILE, StandardCharsets.UTF_8);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        String generated = "\n" + proofs() + "\n" + replies() + "\n";
        if (Boolean.getBoolean("providers.write")) {
            Files.writeString(FILE, text.substring(0, from) + generated + text.substring(to), StandardCharsets.UTF_8);
            return;
        }
        assertThat(text.substring(from, to)).isEqualTo(generated);
    }

    private static String proofs() {
        List<List<String>> rows = new ArrayList<>();
        for (Provider p : Providers.all()) {
            Sheet s = p.sheet();
            rows.add(List.of(
                    "`" + p.id() + "`",
                    s.product(),
                    s.channels().stream()
                            .map(c -> c.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")),
                    s.proof(),
                    s.secrets(),
                    p.variants().isEmpty()
                            ? ""
                            : p.variants().stream()
                                    .sorted()
                                    .map(v -> "`" + v + "`")
                                    .collect(Collectors.joining(", ")),
                    s.window(),
                    s.eventId()));
        }
        return table(
                List.of("`provider`", "product", "takes", "proof", "`secrets`", "`variant`", "window", "an event is"),
                rows);
    }

    /** To a POST that could not be read, as most replies are the same for all; what else they say is in the manuals. */
    private static String replies() {
        List<List<String>> rows = new ArrayList<>();
        for (Provider p : Providers.all()) {
            Source source = Hooks.source(p.id(), null, null);
            RawHook hook = Hooks.post("", new byte[0]);
            Map<Outcome, String> row = new LinkedHashMap<>();
            for (Outcome outcome : Outcome.values()) {
                row.put(outcome, Integer.toString(p.reply(outcome, hook, source).status()));
            }
            List<String> cells = new ArrayList<>(List.of("`" + p.id() + "`"));
            cells.addAll(row.values());
            rows.add(cells);
        }
        List<String> head = new ArrayList<>(List.of("`provider`"));
        for (Outcome outcome : Outcome.values()) {
            head.add(outcome.name());
        }
        return table(head, rows);
    }

    private static String table(List<String> head, List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        line(out, head);
        line(out, head.stream().map(h -> "---").toList());
        rows.forEach(r -> line(out, r));
        return out.toString();
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
