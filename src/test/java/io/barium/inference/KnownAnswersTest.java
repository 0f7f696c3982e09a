package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barium.inference.Origin.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Logs whose evidence others computed. The file is kept outside of the project; {@code -Dknown.answers} names another.
 */
class KnownAnswersTest {
    private static final Path FILE =
            Path.of(System.getProperty("known.answers", "../shared/design/evidence-known-answers.json"));
    private static final Offset<Double> EXACTLY = within(1e-9);

    @Test
    void evidence_posterior_and_both_marginals_agree() throws IOException {
        assumeTrue(Files.exists(FILE), "no " + FILE + "; set -Dknown.answers");
        JsonNode cases = new ObjectMapper().readTree(FILE.toFile()).path("cases");
        assertThat(cases).isNotEmpty();
        for (JsonNode c : cases) {
            judge(c);
        }
    }

    private static void judge(JsonNode c) {
        EvidenceProcess process = new EvidenceProcess(grid(c));
        int n = 0;
        for (JsonNode cluster : c.path("clusters")) {
            List<String> tokens = new ArrayList<>();
            cluster.path("tokens").forEach(t -> tokens.add(t.asText()));
            process.take(new Cluster("c" + n++, cluster.path("at").asDouble(), tokens));
            assertThat(process.logE()).isEqualTo(cluster.path("logE").asDouble(), EXACTLY);
        }
        assertThat(Posterior.of(.02, process.logE()))
                .isEqualTo(c.path("posterior_at_prior_0.02").asDouble(), EXACTLY);
        c.path("marginal_source")
                .properties()
                .forEach(e -> assertThat(process.byOrigin().get(e.getKey()))
                        .isEqualTo(e.getValue().asDouble(), EXACTLY));
        double[] byStart = process.byStart();
        int s = 0;
        for (JsonNode expected : c.path("marginal_start")) {
            assertThat(byStart[s++]).isEqualTo(expected.asDouble(), EXACTLY);
        }
        assertThat(byStart).hasSize(s);
    }

    static Grid grid(JsonNode c) {
        Map<String, String> strata = new TreeMap<>();
        c.path("strata")
                .properties()
                .forEach(e -> strata.put(e.getKey(), e.getValue().asText()));
        List<Origin> origins = new ArrayList<>();
        for (JsonNode source : c.path("sources")) {
            Map<String, Presence> members = new TreeMap<>();
            source.path("members")
                    .properties()
                    .forEach(e -> members.put(
                            e.getKey(),
                            new Presence(
                                    e.getValue().get(0).asDouble(),
                                    e.getValue().get(1).asDouble())));
            origins.add(new Origin(
                    source.path("key").asText(), source.path("weight").asDouble(), members));
        }
        return Grid.of(strata, origins, numbers(c, "starts"), numbers(c, "bets"), numbers(c, "rhos"));
    }

    private static List<Double> numbers(JsonNode c, String field) {
        List<Double> out = new ArrayList<>();
        c.path(field).forEach(n -> out.add(n.asDouble()));
        return out;
    }
}
