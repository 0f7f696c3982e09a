package io.barium.hook;

import static io.barium.hook.HookServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.Journalled;
import io.barium.LogLines;
import io.barium.Wire;
import io.barium.intake.Entry;
import io.barium.intake.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HookJournalTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @Test
    void not_a_byte_is_answered_before_the_commit() {
        Queue<Promise<Receipt>> held = new ConcurrentLinkedQueue<>();
        try (HookServer hooks = new HookServer(HookServer.CAP, journal -> entry -> {
                    Promise<Receipt> answer = Promise.promise();
                    held.add(answer);
                    return answer.future();
                });
                Wire wire = new Wire(hooks.port)) {
            byte[] small = Signed.mailgunMail("t", "hello");
            byte[] large = Signed.mailgunMail("t2", "hello ".repeat(20_000));
            for (byte[] mail : List.of(small, large)) {
                wire.send(head("POST /hooks/mg", FORM, "Content-Length: " + mail.length))
                        .send(mail);
                await().until(() -> !held.isEmpty());
                assertThat(wire.silentFor(300)).isTrue();
                held.remove().complete(Receipt.STORED);
                assertThat(HookServer.answer(wire).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void while_the_journal_is_away_the_provider_is_asked_to_come_again_and_is_stored_once() {
        try (HookServer hooks = new HookServer()) {
            byte[] mail = Signed.mailgunMail("t", "hello");
            Map<String, String> call =
                    Map.of("CallSid", "CA1", "From", "+14155550100", "To", "+14155550199", "CallStatus", "ringing");
            String signature = Signed.twilio("https://hooks.example/hooks/tw", call);
            byte[] event = HookServer.utf8("{\"type\":\"sms\",\"id\":\"e1\",\"to\":\"+14155550199\"}");

            Journalled.execute(hooks.database, "alter table journal rename to away");
            assertThat(hooks.mailgun(mail).status()).isEqualTo(503);
            assertThat(hooks.request("POST /hooks/tw", Signed.body(call), FORM, signature)
                            .status())
                    .isEqualTo(503);
            assertThat(hooks.bearer("application/json", event).status()).isEqualTo(503);
            Journalled.execute(hooks.database, "alter table away rename to journal");

            for (int i = 0; i < 2; i++) {
                assertThat(hooks.mailgun(mail).status()).isEqualTo(200);
                assertThat(hooks.request("POST /hooks/tw", Signed.body(call), FORM, signature)
                                .status())
                        .isEqualTo(200);
                assertThat(hooks.bearer("application/json", event).status()).isEqualTo(200);
            }
            assertThat(hooks.rows()).extracting(Journalled::source).containsExactly("mg", "tw", "any");
        }
    }

    @Test
    void a_journal_that_fails_unforeseen_is_503_too_and_not_silence() {
        try (LogLines log = new LogLines();
                HookServer hooks = new HookServer(HookServer.CAP, journal -> HookJournalTest::broken)) {
            assertThat(hooks.mailgun(Signed.mailgunMail("t", "hello")).status()).isEqualTo(503);
            assertThat(hooks.mailgun(Signed.mailgunMail("t", "hello ".repeat(20_000)))
                            .status())
                    .isEqualTo(503);
            assertThat(log.lines()).anyMatch(l -> l.contains("source=mg outcome=UNAVAILABLE"));
        }
    }

    private static Future<Receipt> broken(Entry entry) {
        throw new IllegalStateException("no journal");
    }

    @Test
    void two_hundred_requests_at_once_are_two_hundred_contacts() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(50);
        try (HookServer hooks = new HookServer()) {
            List<java.util.concurrent.Future<Integer>> statuses = new ArrayList<>();
            IntStream.range(0, 200)
                    .forEach(i -> statuses.add(senders.submit(() -> hooks.mailgun(Signed.mailgunMail(
                                    "token" + i, i % 10 == 0 ? "long ".repeat(20_000) + i : "text " + i))
                            .status())));
            for (var status : statuses) {
                assertThat(status.get()).isEqualTo(200);
            }
            assertThat(hooks.rows())
                    .extracting(Journalled::eventId)
                    .hasSize(200)
                    .doesNotHaveDuplicates();
        } finally {
            senders.shutdownNow();
        }
    }
}
