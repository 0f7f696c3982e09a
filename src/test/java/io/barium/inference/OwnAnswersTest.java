package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barium.inference.Origin.Presence;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Logs over two channels with siblings, two marks, a guard and quotes, whose evidence a script computed with exact
 * fractions, hypothesis by hypothesis and each time from the beginning.
 */
class OwnAnswersTest {
    private static final Offset<Double> EXACTLY = within(1e-9);

    @Test
    void evidence_by_labels_and_beside_the_guard_agrees_after_every_contact() throws IOException {
        try (InputStream in = OwnAnswersTest.class.getResourceAsStream("/evidence-answers.json")) {
            JsonNode cases = new ObjectMapper().readTree(in).path("cases");
            assertThat(cases).hasSize(6);
            cases.forEach(OwnAnswersTest::judge);
        }
    }

    private static void judge(JsonNode c) {
        Evidence evidence = evidence(c);
        for (JsonNode contact : c.path("contacts")) {
            take(evidence, contact);
            double seen = contact.path("seen").asDouble();
            assertThat(evidence.logByLabels())
                    .isEqualTo(contact.path("logByLabels").asDouble(), EXACTLY);
            assertThat(evidence.logGuarded(seen, 1))
                    .isEqualTo(contact.path("logGuarded").asDouble(), EXACTLY);
            assertThat(evidence.logE(seen)).isEqualTo(Math.min(evidence.logByLabels(), evidence.logGuarded(seen, 1)));
        }
    }

    private static Evidence evidence(JsonNode c) {
        List<Double> starts = new ArrayList<>();
        c.path("starts").forEach(s -> starts.add(s.asDouble()));
        Evidence evidence = null;
        for (Map.Entry<String, JsonNode> e : c.path("channels").properties()) {
            JsonNode channel = e.getValue();
            Map<String, String> strata = new TreeMap<>();
            channel.path("strata")
                    .properties()
                    .forEach(t -> strata.put(t.getKey(), t.getValue().asText()));
            Map<String, Integer> siblings = new TreeMap<>();
            channel.path("siblings")
                    .properties()
                    .forEach(g -> siblings.put(g.getKey(), g.getValue().asInt()));
            Map<String, Double> marks = new LinkedHashMap<>();
            channel.path("marks")
                    .properties()
                    .forEach(m -> marks.put(m.getKey(), m.getValue().asDouble()));
            List<Origin> origins = new ArrayList<>();
            channel.path("members").properties().forEach(o -> {
                Map<String, Presence> members = new TreeMap<>();
                o.getValue()
                        .properties()
                        .forEach(t -> members.put(
                                t.getKey(),
                                new Presence(
                                        t.getValue().get(0).asDouble(),
                                        t.getValue().get(1).asDouble())));
                origins.add(new Origin(
                        o.getKey(), c.path("weights").path(o.getKey()).asDouble(), members));
            });
            Grid grid = Grid.of(strata, origins, starts).among(siblings);
            evidence = evidence == null ? new Evidence(grid) : evidence;
            JsonNode nu = channel.path("nu");
            evidence.channel(e.getKey(), grid, marks, nu.isNumber() ? nu.asDouble() : null);
        }
        return evidence;
    }

    private static void take(Evidence evidence, JsonNode contact) {
        List<String> tokens = new ArrayList<>();
        contact.path("tokens").forEach(t -> tokens.add(t.asText()));
        Map<String, String> siblings = new TreeMap<>();
        contact.path("siblings")
                .properties()
                .forEach(s -> siblings.put(s.getKey(), s.getValue().asText()));
        double at = contact.path("at").asDouble();
        double seen = contact.path("seen").asDouble();
        Cluster cluster = new Cluster(contact.path("campaign").asText(), at, tokens, siblings, seen);
        evidence.searched(seen, contact.path("chance").asDouble());
        contact.path("marks").forEach(m -> evidence.take(contact.path("channel").asText(), m.asText(), cluster));
        String quote = contact.path("quotes").asText();
        if (!quote.isEmpty()) {
            evidence.quoted(at, quote);
        }
    }
}
