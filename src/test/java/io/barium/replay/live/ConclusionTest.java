package io.barium.replay.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.inference.Level;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConclusionTest {
    private static VerdictLog.Entry entry(double logE, String document) {
        return new VerdictLog.Entry(
                1, 7, Instant.parse("2019-09-20T00:00:00Z"), Level.SUSPECTED, logE, .8125, new JsonObject(document));
    }

    @Test
    void a_verdict_is_said_in_three_lines() {
        assertThat(Conclusion.lines(entry(Math.log(212.5), """
                        {"window": {"from": "2019-08-01T00:00:00Z", "until": "2019-09-12T00:00:00Z"},
                         "origins": [{"key": "agent:1", "label": "agent 2582", "probability": 0.814},
                                     {"key": "whole", "label": "all rows", "probability": 0.1},
                                     {"key": "unknown", "probability": 0.05}, {"key": "queue:x", "probability": 0.01}]}
                        """)))
                .containsExactly(
                        "SUSPECTED, E = 212.5, posterior 81.3 %",
                        "taken between 2019-08-01 and 2019-09-12",
                        "through agent 2582 81 %, all rows 10 %, unknown 5 %");
    }

    @Test
    void times_may_be_seconds_and_large_values_are_powers_of_ten() {
        assertThat(Conclusion.lines(entry(
                        20 * Math.log(10), "{\"window\": {\"from\": 1564617600.000000000, \"until\": 1568246400}}")))
                .containsExactly("SUSPECTED, E = 10^20.0, posterior 81.3 %", "taken between 2019-08-01 and 2019-09-12");
    }

    @Test
    void what_a_document_does_not_say_is_left_out() {
        assertThat(Conclusion.lines(entry(0, "{\"window\": null, \"origins\": []}")))
                .containsExactly("SUSPECTED, E = 1.0, posterior 81.3 %");
        assertThat(Conclusion.lines(entry(0, "{\"window\": {\"from\": \"soon\", \"until\": true}}")))
                .containsExactly("SUSPECTED, E = 1.0, posterior 81.3 %");
    }
}
