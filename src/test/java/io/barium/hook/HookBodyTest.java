package io.barium.hook;

import static io.barium.hook.HookServer.CAP;
import static io.barium.hook.HookServer.TOKEN;
import static io.barium.hook.HookServer.answer;
import static io.barium.hook.HookServer.head;
import static io.barium.hook.HookServer.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.LogLines;
import io.barium.Wire;
import io.barium.hook.HookServer.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookBodyTest {
    private static final String AUTHORIZED = "Authorization: Bearer " + TOKEN;
    private static final String MAIL = "Content-Type: message/rfc822";
    private static final byte[] MEGABYTE = new byte[1 << 20];

    private final HookServer hooks = new HookServer();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
        hooks.close();
    }

    private static byte[] mail(int size) {
        byte[] mail = new byte[size];
        Arrays.fill(mail, (byte) 'x');
        byte[] head = utf8("Delivered-To: ann@ours.example\r\nSubject: size\r\n\r\n");
        System.arraycopy(head, 0, mail, 0, head.length);
        return mail;
    }

    @Test
    void a_body_of_exactly_the_cap_is_taken_with_and_without_a_length() {
        assertThat(hooks.bearer("message/rfc822", mail(CAP)).status()).isEqualTo(200);
        byte[] other = mail(CAP);
        other[CAP - 1] = 'y';
        try (Wire wire = new Wire(hooks.port)) {
            wire.send(head("POST /hooks/any", MAIL, AUTHORIZED, "Transfer-Encoding: chunked"));
            for (int at = 0; at < CAP; at += 1 << 16) {
                wire.send("10000\r\n")
                        .send(Arrays.copyOfRange(other, at, at + (1 << 16)))
                        .send("\r\n");
            }
            wire.send("0\r\n\r\n");
            assertThat(answer(wire).status()).isEqualTo(200);
        }
        assertThat(hooks.rows()).hasSize(2);
        assertThat(hooks.rows().get(1).raw()).isEqualTo(other);
    }

    @Test
    void an_announced_body_over_the_cap_is_413_before_it_is_sent() {
        try (Wire wire = new Wire(hooks.port)) {
            wire.send(head("POST /hooks/any", MAIL, AUTHORIZED, "Content-Length: " + (CAP + 1)));
            assertThat(answer(wire).status()).isEqualTo(413);
            assertThat(wire.closed()).isTrue();
        }
        for (String length : new String[] {"99999999999999999999", "9223372036854775807"}) {
            try (Wire wire = new Wire(hooks.port)) {
                wire.send(head("POST /hooks/any", MAIL, AUTHORIZED, "Content-Length: " + length));
                assertThat(answer(wire).status()).as(length).isBetween(400, 499);
            }
        }
        assertThat(hooks.rows()).isEmpty();
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void a_sender_that_pushes_on_over_the_cap_still_reads_its_413() {
        for (String framing : new String[] {"Content-Length: " + (64 << 20), "Transfer-Encoding: chunked"}) {
            try (Wire wire = new Wire(hooks.port)) {
                wire.send(head("POST /hooks/any", MAIL, AUTHORIZED, framing));
                boolean chunked = framing.endsWith("chunked");
                for (int i = 0; i < 3; i++) {
                    wire.offer(utf8(chunked ? "100000\r\n" : ""));
                    wire.offer(MEGABYTE);
                    wire.offer(utf8(chunked ? "\r\n" : ""));
                }
                assertThat(answer(wire).status()).as(framing).isEqualTo(413);
            }
        }
        assertThat(hooks.rows()).isEmpty();
        assertThat(hooks.counted("any", "TOO_LARGE")).isEqualTo(2);
    }

    @Test
    void a_sender_that_never_stops_is_cut_off() {
        try (Wire wire = new Wire(hooks.port)) {
            wire.send(head("POST /hooks/any", MAIL, AUTHORIZED, "Transfer-Encoding: chunked"));
            int megabytes = 0;
            while (megabytes < 512
                    && wire.offer(utf8("100000\r\n"))
                    && wire.offer(MEGABYTE)
                    && wire.offer(utf8("\r\n"))) {
                megabytes++;
            }
            assertThat(megabytes).isLessThan(512);
        }
    }

    @Test
    void a_sender_that_asks_first_is_told_to_go_on() {
        try (Wire wire = new Wire(hooks.port)) {
            byte[] mail = mail(1000);
            wire.send(head("POST /hooks/any", MAIL, AUTHORIZED, "Expect: 100-continue", "Content-Length: 1000"));
            assertThat(wire.line()).startsWith("HTTP/1.1 100");
            assertThat(wire.line()).isEmpty();
            wire.send(mail);
            assertThat(answer(wire).status()).isEqualTo(200);
            assertThat(hooks.only().raw()).isEqualTo(mail);
        }
    }

    @Test
    void requests_in_one_go_are_answered_in_order_also_after_a_refusal() {
        byte[] body = utf8("{\"type\":\"sms\",\"id\":\"1\",\"to\":\"+14155550199\",\"text\":\"hi\"}");
        String length = "Content-Length: " + body.length;
        String json = "Content-Type: application/json";
        String text = new String(body, java.nio.charset.StandardCharsets.UTF_8);
        try (Wire wire = new Wire(hooks.port)) {
            wire.send(head("POST /hooks/any", json, "Authorization: Bearer wrong", length)
                    + text
                    + head("POST /hooks/any", json, AUTHORIZED, length)
                    + text
                    + head("POST /hooks/bare-any", json, AUTHORIZED, length)
                    + text
                    + head("POST /hooks/any", json, AUTHORIZED, length)
                    + text);
            assertThat(new int[] {
                        answer(wire).status(),
                        answer(wire).status(),
                        answer(wire).status(),
                        answer(wire).status()
                    })
                    .containsExactly(401, 200, 503, 200);
        }
        assertThat(hooks.rows()).hasSize(1);
    }

    @Test
    void a_client_that_breaks_off_leaves_nothing_and_nothing_unforeseen() {
        try (Wire wire = new Wire(hooks.port)) {
            wire.send(head("POST /hooks/any", MAIL, AUTHORIZED, "Content-Length: 1000"))
                    .send(mail(500));
        }
        await().untilAsserted(
                        () -> assertThat(hooks.counted("any", "BROKEN_OFF")).isEqualTo(1));
        assertThat(hooks.rows()).isEmpty();
        assertThat(log.unforeseen()).isEmpty();
        assertThat(hooks.bearer("message/rfc822", mail(1000)).status()).isEqualTo(200);
    }

    @Test
    void malformed_requests_are_4xx_without_a_stack_trace() {
        String[] requests = {
            "POST\r\n\r\n",
            "\u0000\u0001\u0002\r\n\r\n",
            head("POST /hooks/any", AUTHORIZED, "Content-Length: abc"),
            head("POST /hooks/any", AUTHORIZED, "Content-Length: -5"),
            head("POST /hooks/any", AUTHORIZED, "Content-Length: 5", "Content-Length: 6"),
            head("POST /hooks/any", AUTHORIZED, "Broken\u0000Name: x", "Content-Length: 0"),
            head("POST /hooks/any", AUTHORIZED, "Big: " + "x".repeat(70_000)),
            head("POST /hooks/" + "x".repeat(40_000)),
            head("POST /hooks/any?%zz=%", AUTHORIZED, "Content-Type: text/\u0000", "Content-Length: 0"),
        };
        for (String request : requests) {
            try (Wire wire = new Wire(hooks.port)) {
                wire.send(request);
                Answer answer = answer(wire);
                assertThat(answer.status()).as(request.substring(0, 5)).isBetween(400, 499);
                assertThat(answer.body()).doesNotContain("Exception", "\tat ");
            }
        }
        assertThat(hooks.rows()).isEmpty();
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void a_chunk_that_is_none_breaks_off_without_an_unforeseen_fault() {
        try (Wire wire = new Wire(hooks.port)) {
            wire.send(head("POST /hooks/any", MAIL, AUTHORIZED, "Transfer-Encoding: chunked")
                    + "zz\r\nhello\r\n0\r\n\r\n");
            assertThat(wire.line()).doesNotStartWith("HTTP/1.1 200");
        }
        assertThat(hooks.rows()).isEmpty();
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void thousands_of_http_headers_are_taken_or_refused_whole() {
        String[] headers = new String[3_000];
        Arrays.fill(headers, "a:");
        String[] genuine = HookServer.bearerHeaders("message/rfc822", headers);
        assertThat(hooks.request("POST /hooks/any", mail(200), genuine).status())
                .isEqualTo(200);
        assertThat(hooks.only().raw()).isEqualTo(mail(200));
        headers = new String[10_000];
        Arrays.fill(headers, "a:");
        genuine = HookServer.bearerHeaders("message/rfc822", headers);
        assertThat(hooks.request("POST /hooks/any", mail(201), genuine).status())
                .isEqualTo(431);
        assertThat(hooks.rows()).hasSize(1);
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void a_sender_that_pushes_on_over_the_headers_still_reads_its_431_and_then_is_cut_off() {
        String sixteenKilobytes = "x-header: 0123456789abcdef0123\r\n".repeat(512);
        try (Wire wire = new Wire(hooks.port)) {
            wire.send("POST /hooks/any HTTP/1.1\r\nHost: hooks.example\r\n");
            for (int i = 0; i < 1024; i++) {
                wire.send(sixteenKilobytes);
            }
            assertThat(answer(wire).status()).isEqualTo(431);
            assertThat(wire.closed()).isTrue();
        }
        assertThat(hooks.rows()).isEmpty();
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void a_client_that_upgrades_to_http_2_is_served_and_refused_alike() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        assertThat(post(client, "/hooks/any", mail(300_000))).isEqualTo(200);
        assertThat(post(client, "/hooks/any", mail(300_001))).isEqualTo(200);
        assertThat(post(client, "/hooks/nobody", mail(1000))).isEqualTo(404);
        assertThat(post(client, "/hooks/any", mail(CAP + 1))).isEqualTo(413);
        assertThat(post(client, "/hooks/any", mail(1000))).isEqualTo(200);
        assertThat(hooks.rows()).hasSize(3);
        assertThat(log.unforeseen()).isEmpty();
    }

    private int post(HttpClient client, String path, byte[] body) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hooks.port + path))
                                .header("Content-Type", "message/rfc822")
                                .header("Authorization", "Bearer " + TOKEN)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
