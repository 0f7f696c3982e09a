package io.barium.hook;

import static io.barium.hook.HookServer.answer;
import static io.barium.hook.HookServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.LogLines;
import io.barium.Wire;
import io.barium.hook.HookServer.Answer;
import io.barium.intake.InFlight;
import io.barium.intake.Receipt;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookRoomTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final int BUDGET = 200_000;
    private static final byte[] MAIL = Signed.mailgunMail("t", "hello ".repeat(20_000));

    private final Queue<Promise<Receipt>> held = new ConcurrentLinkedQueue<>();
    private final InFlight inFlight = new InFlight(BUDGET);
    private final HookServer hooks = new HookServer(
            HookServer.CAP,
            journal -> entry -> {
                Promise<Receipt> answer = Promise.promise();
                held.add(answer);
                return answer.future();
            },
            Duration.ofMillis(700),
            inFlight);
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
        hooks.close();
    }

    @Test
    void past_the_budget_it_is_503_before_the_body_and_200_once_there_is_room_again() {
        try (Wire first = begun(MAIL)) {
            await().until(() -> !held.isEmpty());
            assertThat(inFlight.held()).isEqualTo(MAIL.length);
            for (int i = 0; i < 20; i++) {
                try (Wire second = new Wire(hooks.port)) {
                    second.send(head("POST /hooks/mg", FORM, "Content-Length: " + MAIL.length));
                    Answer answer = answer(second);
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.header("retry-after")).matches("[0-9]+");
                }
            }
            held.remove().complete(Receipt.STORED);
            assertThat(answer(first).status()).isEqualTo(200);
        }
        await().until(() -> inFlight.held() == 0);
        assertThat(hooks.counted("mg", "NO_ROOM")).isEqualTo(20);
        assertThat(hooks.meters.get("barium.inflight.bytes").gauge().value()).isZero();
        assertThat(log.lines())
                .filteredOn(l -> l.contains("http.maxInFlightBytes=" + BUDGET))
                .hasSize(1);
        try (Wire again = begun(MAIL)) {
            await().until(() -> !held.isEmpty());
            held.remove().complete(Receipt.STORED);
            assertThat(answer(again).status()).isEqualTo(200);
        }
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void a_body_without_a_length_is_refused_where_it_passes_the_budget() {
        try (Wire first = begun(MAIL);
                Wire second = new Wire(hooks.port)) {
            await().until(() -> !held.isEmpty());
            second.send(head("POST /hooks/mg", FORM, "Transfer-Encoding: chunked"));
            for (int i = 0; i < 4; i++) {
                second.offer(HookServer.utf8("8000\r\n" + "x".repeat(0x8000) + "\r\n"));
            }
            assertThat(answer(second).status()).isEqualTo(503);
            assertThat(inFlight.held()).isEqualTo(MAIL.length);
            held.remove().complete(Receipt.STORED);
            assertThat(answer(first).status()).isEqualTo(200);
        }
    }

    @Test
    void who_only_promises_holds_nothing_and_who_trickles_is_sent_away() {
        try (Wire wire = new Wire(hooks.port)) {
            wire.send(head("POST /hooks/mg", FORM, "Content-Length: 100000"));
            assertThat(wire.silentFor(300)).isTrue();
            assertThat(inFlight.held()).isZero();
            wire.send("x");
            await().until(() -> inFlight.held() > 0);
            assertThat(inFlight.held()).isLessThanOrEqualTo(16 << 10);
            wire.send("x");
            Answer answer = answer(wire);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).matches("[0-9]+");
            await().until(() -> inFlight.held() == 0);
        }
        assertThat(hooks.counted("mg", "TOO_SLOW")).isEqualTo(1);
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void large_bodies_that_are_begun_and_not_sent_leave_room_for_small_ones() {
        byte[] form = Signed.mailgunMail("t", "hello");
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            slow.add(new Wire(hooks.port)
                    .send(head("POST /hooks/mg", FORM, "Content-Length: 100000"))
                    .send("x".repeat(9_000)));
        }
        await().until(() -> inFlight.held() >= 100_000);
        assertThat(inFlight.held()).isLessThanOrEqualTo(BUDGET * 3 / 4);
        try (Wire small = begun(form)) {
            await().until(() -> !held.isEmpty());
            held.remove().complete(Receipt.STORED);
            assertThat(answer(small).status()).isEqualTo(200);
        }
        slow.forEach(Wire::close);
        await().until(() -> inFlight.held() == 0);
    }

    @Test
    void who_sends_steadily_has_time_for_all_of_it_whether_he_announced_it_or_not() {
        String piece = "x".repeat(50_000);
        for (boolean chunked : new boolean[] {false, true}) {
            try (Wire wire = new Wire(hooks.port)) {
                wire.send(head(
                        "POST /hooks/mg", FORM, chunked ? "Transfer-Encoding: chunked" : "Content-Length: 600000"));
                for (int i = 0; i < 12; i++) {
                    assertThat(wire.silentFor(100)).isTrue();
                    wire.send(chunked ? "c350\r\n" + piece + "\r\n" : piece);
                }
                wire.send(chunked ? "0\r\n\r\n" : "");
                assertThat(answer(wire).status()).isEqualTo(401);
            }
        }
        assertThat(hooks.counted("mg", "TOO_SLOW")).isZero();
    }

    @Test
    void who_breaks_off_or_is_refused_gives_back_what_it_held() {
        try (Wire wire = new Wire(hooks.port)) {
            wire.send(head("POST /hooks/mg", FORM, "Content-Length: 100000")).send("x".repeat(50_000));
            await().until(() -> inFlight.held() > 0);
        }
        await().until(() -> inFlight.held() == 0);
        assertThat(hooks.mailgun(HookServer.utf8("token=forged&body-plain=" + "x".repeat(50_000)))
                        .status())
                .isEqualTo(401);
        await().until(() -> inFlight.held() == 0);
    }

    @Test
    void what_was_sent_whole_is_journalled_although_its_sender_hangs_up() {
        begun(MAIL).close();
        await().until(() -> !held.isEmpty());
        assertThat(inFlight.held()).isEqualTo(MAIL.length);
        held.remove().complete(Receipt.STORED);
        await().until(() -> inFlight.held() == 0);
        assertThat(hooks.counted("mg", "ACCEPTED")).isEqualTo(1);
        assertThat(log.unforeseen()).isEmpty();
    }

    private Wire begun(byte[] mail) {
        return new Wire(hooks.port)
                .send(head("POST /hooks/mg", FORM, "Content-Length: " + mail.length))
                .send(mail);
    }
}
