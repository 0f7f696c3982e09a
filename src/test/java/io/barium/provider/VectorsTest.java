package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barium.provider.kit.Authenticity.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Signed requests that others published, judged by our providers. The files are kept outside of the project. */
class VectorsTest {
    private static final Path DIRECTORY = Path.of(System.getProperty("vectors.dir", "../shared/vectors"));

    /** Which provider judges a file's vectors, where it is not the one of the file's name. */
    private static final Map<String, String> PROVIDERS =
            Map.of("standard-webhooks", "generic", "svix", "resend", "aws-sns", "ses");

    /** Vectors on which we differ on purpose, each with its reason. */
    private static final Map<String, String> EXPLAINED = Map.of();

    private final List<String> differing = new ArrayList<>();
    private int agreeing;

    @Test
    void published_vectors_are_judged_as_their_publishers_say() throws IOException {
        assumeTrue(Files.isDirectory(DIRECTORY), "no signed vectors in " + DIRECTORY + "; set -Dvectors.dir");
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                run(file);
            }
        }
        System.out.println("vectors: " + agreeing + " agree, " + differing.size() + " differ " + differing);
        differing.forEach(id -> System.out.println("  " + id + ": " + EXPLAINED.getOrDefault(id, "not explained")));
        assertThat(new TreeSet<>(differing)).isSubsetOf(EXPLAINED.keySet());
        assertThat(agreeing).isPositive();
    }

    private void run(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".json", "");
        Provider provider = Providers.byId(PROVIDERS.getOrDefault(name, name));
        if (provider == null) {
            System.out.println("vectors: no provider for " + file);
            return;
        }
        for (JsonNode vector : new ObjectMapper().readTree(file.toFile())) {
            boolean genuine = new Vector(vector).judgedBy(provider) == Verdict.GENUINE;
            if (genuine == vector.path("expected").asText().equals("valid")) {
                agreeing++;
            } else {
                differing.add(vector.path("id").asText());
            }
        }
    }
}
