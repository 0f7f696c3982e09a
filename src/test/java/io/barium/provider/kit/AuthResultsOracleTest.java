package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barium.oracle.PythonMail;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Debian's authres and ours have to read the same from odd headers that RFC 8601 allows. The library does not take
 * blanks and comments everywhere: around a method's version, a reason's equals sign and {@code none} there are fewer.
 */
class AuthResultsOracleTest {
    private static final int ROUNDS = 2_000;

    private final Random random = new Random(20261126);

    @Test
    void random_headers_are_read_alike() throws Exception {
        assumeTrue(PythonMail.installed(), PythonMail.MISSING);
        try (PythonMail python = new PythonMail()) {
            for (int round = 0; round < ROUNDS; round++) {
                String header = header();
                JsonObject theirs = python.ask("authres", new JsonObject().put("header", header));
                assertThat(AuthResultTokens.authservId(header)).as(header).isEqualTo(theirs.getString("authservId"));
                List<Map<String, Object>> ours = new ArrayList<>();
                for (AuthResultTokens.Result result : AuthResultTokens.results(header)) {
                    Map<String, String> properties = new HashMap<>(result.properties());
                    properties.remove("reason");
                    ours.add(Map.of(
                            "method", result.method(),
                            "result", result.result().name().toLowerCase(Locale.ROOT),
                            "properties", properties));
                }
                List<Map<String, Object>> expected = new ArrayList<>();
                for (Object each : theirs.getJsonArray("results")) {
                    JsonObject result = (JsonObject) each;
                    expected.add(Map.of(
                            "method", result.getString("method"),
                            "result", result.getString("result"),
                            "properties", result.getJsonObject("properties").getMap()));
                }
                assertThat(ours).as(header).isEqualTo(expected);
            }
        }
    }

    private String header() {
        StringBuilder out = new StringBuilder(blanks(false))
                .append(pick("mx.ours.example", "mx-1"))
                .append(random.nextInt(3) == 0 ? blanks(true) + "1" : "")
                .append(blanks(false));
        if (random.nextInt(10) == 0) {
            return out.append(";").append(pick("", " ", "\t")).append("none").toString();
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            out.append(';').append(blanks(false)).append(result());
        }
        return out.append(blanks(false)).toString();
    }

    private String result() {
        StringBuilder out = new StringBuilder(pick("spf", "dkim", "dmarc", "arc", "iprev", "auth", "DKIM"))
                .append(random.nextInt(4) == 0 ? "/1" : blanks(false))
                .append('=')
                .append(blanks(false))
                .append(pick("pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy"));
        if (random.nextInt(4) == 0) {
            out.append(blanks(true)).append("reason=").append(pick("\"bad; signature (not)\"", "\"a \\\"b\\\" c\""));
        }
        List<String> names =
                new ArrayList<>(List.of("header.d", "header.i", "smtp.mailfrom", "policy.x-y", "smtp.remote-ip"));
        for (int i = random.nextInt(3); i > 0; i--) {
            String[] name = names.remove(random.nextInt(names.size())).split("\\.", -1);
            out.append(blanks(true))
                    .append(name[0])
                    .append(blanks(false))
                    .append('.')
                    .append(blanks(false))
                    .append(name[1])
                    .append(blanks(false))
                    .append('=')
                    .append(blanks(false))
                    .append(pick("example.org", "ann@example.org", "@example.org", "x-1", "1.2.3"));
        }
        return out.append(blanks(false)).toString();
    }

    private String blanks(boolean needed) {
        return switch (random.nextInt(needed ? 5 : 9)) {
            case 0 -> " (a (nested; spf=pass) \\) comment) ";
            case 1 -> "\t";
            case 2 -> "(x)";
            case 3, 4 -> " ";
            default -> "";
        };
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }
}
