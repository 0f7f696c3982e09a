package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barium.config.Settings.Source;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.RawHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Signed requests that others published, judged by our providers. The files are kept outside of the project. */
class VectorsTest {
    private static final Path DIRECTORY = Path.of(System.getProperty("vectors.dir", "../shared/vectors"));

    /** Vectors on which we differ on purpose; each with its reason. None does. */
    private static final Set<String> EXPLAINED = Set.of();

    private final List<String> differing = new ArrayList<>();
    private int agreeing;

    @Test
    void published_vectors_are_judged_as_their_publishers_say() throws IOException {
        assumeTrue(Files.isDirectory(DIRECTORY), "no signed vectors in " + DIRECTORY + "; set -Dvectors.dir");
        run("mailgun.json", new Mailgun());
        run("twilio.json", new Twilio());
        run("standard-webhooks.json", new Generic());

        System.out.println("vectors: " + agreeing + " agree, " + differing.size() + " differ " + differing);
        assertThat(new TreeSet<>(differing)).isEqualTo(new TreeSet<>(EXPLAINED));
        assertThat(agreeing).isPositive();
    }

    private void run(String file, Provider provider) throws IOException {
        Path path = DIRECTORY.resolve(file);
        if (!Files.exists(path)) {
            System.out.println("vectors: no " + path);
            return;
        }
        for (JsonNode vector : new ObjectMapper().readTree(path.toFile())) {
            String id = vector.path("id").asText();
            boolean genuine = judge(vector, provider) == Verdict.GENUINE;
            if (genuine == vector.path("expected").asText().equals("valid")) {
                agreeing++;
            } else {
                differing.add(id);
            }
        }
    }

    private static Verdict judge(JsonNode vector, Provider provider) {
        JsonNode request = vector.path("request");
        String url = request.path("url").asText("https://barium.example/hooks/main");
        int path = url.indexOf('/', url.indexOf("://") + 3);
        RawHook hook = Hooks.request(
                request.path("method").asText("POST"),
                path < 0 ? "/" : url.substring(path),
                request.path("content_type").asText("application/x-www-form-urlencoded"),
                body(request),
                headers(request.path("headers")));
        int query = url.indexOf('?');
        Source source = Hooks.source(
                provider.id(),
                query < 0 ? url : url.substring(0, query),
                window(vector.path("id").asText()),
                vector.path("secret").elements().next().asText());
        return provider.authenticate(hook, source, clock(vector.path("clock"))).verdict();
    }

    /** The windows of the frameworks that published these; the provider itself has none. */
    private static @Nullable Duration window(String id) {
        if (id.equals("mailgun-rails-delayed")) {
            return Duration.ofMinutes(2);
        }
        return id.startsWith("mailgun-symfony-") ? Duration.ofMinutes(5) : null;
    }

    private static Instant clock(JsonNode clock) {
        return clock.isNumber() ? Instant.ofEpochSecond(clock.asLong()) : Hooks.NOW;
    }

    private static byte[] body(JsonNode request) {
        if (request.has("body")) {
            return Hooks.utf8(request.get("body").asText());
        }
        StringBuilder form = new StringBuilder();
        for (JsonNode pair : request.path("form")) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(Hooks.encode(pair.get(0).asText()))
                    .append('=')
                    .append(Hooks.encode(pair.get(1).asText()));
        }
        return Hooks.utf8(form.toString());
    }

    private static String[] headers(JsonNode headers) {
        List<String> out = new ArrayList<>();
        headers.properties().forEach(e -> {
            out.add(e.getKey());
            out.add(e.getValue().asText());
        });
        return out.toArray(String[]::new);
    }
}
