package io.barium.mail.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barium.mail.check.SpfCheck.Spf;
import io.barium.model.AuthResult;
import io.barium.oracle.PythonMail;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MimeReader;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Debian's pyspf and ours have to agree on records drawn at random, and ours has to read the header that it writes. */
class SpfOracleTest {
    private static final int ROUNDS = 1_500;
    private static final List<String> HOSTS =
            List.of("a.example", "b.example", "c.example", "mx.a.example", "no.example");
    private static final List<String> V4 = List.of("192.0.2.1", "192.0.2.77", "198.51.100.9", "203.0.113.200");
    private static final List<String> V6 = List.of("2001:db8::1", "2001:db8:1::77", "2001:db8:ffff::9");

    private final Random random = new Random(20261126);

    @Test
    void random_records_come_to_the_same_result() throws Exception {
        assumeTrue(PythonMail.installed(), PythonMail.MISSING);
        Map<AuthResult, Integer> seen = new EnumMap<>(AuthResult.class);
        try (PythonMail python = new PythonMail()) {
            for (int round = 0; round < ROUNDS; round++) {
                Zone zone = zone();
                String peer = random.nextInt(4) == 0 ? pick(V6) : pick(V4);
                String from = random.nextInt(8) == 0 ? "" : "ann@" + pick(HOSTS);
                String helo = pick(HOSTS);
                JsonObject question = new JsonObject()
                        .put("zone", zone.json())
                        .put("ip", peer)
                        .put("from", from)
                        .put("helo", helo)
                        .put("receiver", "mx.ours.example");
                JsonObject theirs = python.ask("spf", question);
                Spf ours = SpfCheck.check(
                        new Questions(zone, System.nanoTime() + 5_000_000_000L),
                        "mx.ours.example",
                        new Arrival(peer, helo, from.isEmpty() ? null : from, null, new byte[0]));
                assertThat(ours.result().name())
                        .as("%d: %s", round, question)
                        .isEqualToIgnoringCase(theirs.getString("result"));
                seen.merge(ours.result(), 1, Integer::sum);

                byte[] mail = ("Received-SPF: " + theirs.getString("header") + "\r\nSubject: x\r\n\r\ny")
                        .getBytes(StandardCharsets.UTF_8);
                var read = MimeReader.read(mail, new MailEnvelope("e", null, List.of(), null, "mx.ours.example", "US"))
                        .authentication();
                assertThat(read.spf()).as("%s", theirs).isEqualTo(ours.result());
                assertThat(read.spfDomain()).as("%s", theirs).isEqualTo(ours.domain());
            }
        }
        assertThat(seen).as("the draw reaches every result").hasSizeGreaterThanOrEqualTo(7);
    }

    private Zone zone() {
        Zone zone = new Zone();
        for (String host : HOSTS.subList(0, 4)) {
            if (random.nextInt(6) > 0) {
                zone.with(Dns.Type.TXT, host, record(host));
            }
            if (random.nextInt(25) == 0) {
                zone.with(Dns.Type.TXT, host, "v=spf1 -all");
            }
            if (random.nextInt(20) == 0) {
                zone.failing(Dns.Type.TXT, host);
            }
            zone.with(Dns.Type.TXT, host, "unrelated");
            zone.with(Dns.Type.A, host, pick(V4));
            zone.with(Dns.Type.AAAA, host, pick(V6));
            zone.with(Dns.Type.MX, host, pick(HOSTS));
        }
        return zone;
    }

    /** Never one that includes itself: pyspf refuses that at sight, others when they have gone round often enough. */
    private String record(String host) {
        List<String> terms = new ArrayList<>(List.of("v=spf1"));
        for (int i = random.nextInt(4); i > 0; i--) {
            terms.add(pick(List.of("", "", "", "+", "-", "~", "?")) + mechanism(host));
        }
        switch (random.nextInt(8)) {
            case 0 -> {}
            case 1 -> terms.add("redirect=" + pick(HOSTS));
            case 2 -> terms.add("x-unknown=%{d}");
            default -> terms.add(pick(List.of("-", "~", "?", "+")) + "all");
        }
        return String.join(" ", terms);
    }

    private String mechanism(String host) {
        return switch (random.nextInt(12)) {
            case 0 -> "a";
            case 1 -> "a:" + pick(HOSTS);
            case 2 -> "a:" + pick(HOSTS) + "/" + (8 + random.nextInt(25));
            case 3 -> "mx";
            case 4 -> "mx:" + pick(HOSTS) + "/24";
            case 5, 6 -> "ip4:" + pick(V4) + (random.nextBoolean() ? "/" + random.nextInt(33) : "");
            case 7 -> "ip6:" + pick(V6) + (random.nextBoolean() ? "/" + (1 + random.nextInt(128)) : "");
            case 8, 9 ->
                "include:" + pick(HOSTS.stream().filter(h -> !h.equals(host)).toList());
            case 10 -> "exists:%{d}";
            default -> pick(List.of("a", "unknown:x", "ip4:999.1.1.1", "exists:%{ir}.%{l1r-}.a.example"));
        };
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
