package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barium.provider.kit.RawHook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Requests as providers send them, collected by others. The files are kept outside of the project. */
final class Payloads {
    private static final Path DIRECTORY = Path.of(System.getProperty("payloads.dir", "../shared/payloads"));

    private Payloads() {}

    /** The names of all, {@code FOLDER/NAME}; the test is skipped where there are none. */
    static List<String> all() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DIRECTORY), "no payloads in " + DIRECTORY + "; set -Dpayloads.dir");
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            return files.map(f -> DIRECTORY.relativize(f).toString())
                    .filter(f -> f.endsWith(".meta.json"))
                    .map(f -> f.substring(0, f.length() - ".meta.json".length()))
                    .sorted()
                    .toList();
        }
    }

    /** A request; the test is skipped where there is none of that name. */
    static RawHook hook(String name) throws IOException {
        return hook(name, "");
    }

    /** A request with something before its body. */
    static RawHook hook(String name, String before) throws IOException {
        Path file = DIRECTORY.resolve(name + ".meta.json");
        Assumptions.assumeTrue(Files.exists(file), "no " + file + "; set -Dpayloads.dir");
        JsonNode meta = new ObjectMapper().readTree(file.toFile());
        Path bytes = DIRECTORY.resolve(name + ".body");
        byte[] body = Files.exists(bytes) ? Files.readAllBytes(bytes) : new byte[0];
        String type = meta.path("content_type").asText();
        if (type.equals("(inner JSON of SNS Message)")) {
            body = published(body);
            type = "text/plain; charset=UTF-8";
        }
        byte[] start = before.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        List<String> headers = new ArrayList<>();
        meta.path("headers").properties().forEach(e -> {
            headers.add(e.getKey());
            headers.add(e.getValue().asText());
        });
        String query = meta.path("query").asText("");
        boolean real = !meta.path("query").isNull() && query.contains("=") && !query.contains(" ");
        return Hooks.request(
                meta.path("method").asText("POST"),
                "/hooks/main" + (real ? "?" + query : ""),
                type,
                all,
                headers.toArray(String[]::new));
    }

    /** What was published to a topic, as SNS posts it. */
    private static byte[] published(byte[] message) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        return mapper.writeValueAsBytes(mapper.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", "8f6dee70-c885-558a-be7d-bd48bbf5335e")
                .put("TopicArn", "arn:aws:sns:us-east-1:012345678912:example-topic")
                .put("Message", new String(message, StandardCharsets.UTF_8)));
    }

    /** A file that is no request. */
    static byte[] file(String name) throws IOException {
        Path file = DIRECTORY.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "no " + file + "; set -Dpayloads.dir");
        return Files.readAllBytes(file);
    }
}
