package io.barium.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.barium.TestClock;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Message;
import io.barium.outbox.Sender.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSenderTest {
    private final Vertx vertx = Vertx.vertx();
    /** The library that verifies asks the system for the time. */
    private final TestClock clock = new TestClock(Instant.now());

    private final WebhookReceiver receiver = new WebhookReceiver(vertx);
    private final WebhookSender sender = new WebhookSender(vertx, receiver.settings(), clock);

    @AfterEach
    void close() {
        sender.close().await();
        receiver.close();
        vertx.close().await();
    }

    @Test
    void the_official_library_verifies_what_is_posted_and_a_repeat_has_the_same_id() throws Exception {
        Webhook library = new Webhook(WebhookReceiver.SECRET);
        assertThat(sender.send(dispatch(1)).await()).isEqualTo(Outcome.sent());
        clock.advance(Duration.ofSeconds(7));
        assertThat(sender.send(dispatch(1)).await()).isEqualTo(Outcome.sent());
        for (WebhookReceiver.Post post : receiver.posts) {
            library.verify(post.body(), post.headers());
            assertThat(post.id()).isEqualTo(dispatch(1).message().id().toString());
            assertThat(post.headers().firstValue("content-type")).hasValue("application/json");
        }
        assertThat(receiver.posts.get(0).headers().firstValue("webhook-timestamp"))
                .isNotEqualTo(receiver.posts.get(1).headers().firstValue("webhook-timestamp"));
        assertThat(receiver.posts.get(0).body()).contains("\u00fc");
    }

    @ParameterizedTest
    @CsvSource({
        "408, false, not ready",
        "425, false, not ready",
        "429, false, not ready",
        "500, false, not ready",
        "503, false, not ready",
        "301, true, redirects are not followed",
        "307, true, redirects are not followed",
        "400, true, alerts.webhook.url",
        "401, true, alerts.webhook.secret",
        "404, true, alerts.webhook.url",
        "410, true, alerts.webhook.url",
    })
    void an_answer_other_than_2xx_is_transient_or_a_refusal_that_names_what_to_mend(
            int status, boolean refused, String named) {
        receiver.answer = request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", request.absoluteURI().replace("/in", "/elsewhere"))
                .end("<b>secret detail</b>");
        Outcome.Failed failed = failed(sender.send(dispatch(1)).await());
        assertThat(failed.refused()).isEqualTo(refused);
        assertThat(failed.reason())
                .startsWith("alerts.webhook 127.0.0.1 answered " + status)
                .contains(named)
                .doesNotContain("secret detail")
                .doesNotContain("a=b");
        assertThat(receiver.posts).as("nothing is sent elsewhere").hasSize(1);
    }

    @Test
    void a_receiver_that_hangs_or_is_gone_is_transient() {
        receiver.answer = request -> {};
        WebhookSender impatient = new WebhookSender(vertx, receiver.settings(), Duration.ofMillis(300), clock);
        assertThat(failed(impatient.send(dispatch(1)).await()).refused()).isFalse();
        receiver.answer = request -> request.connection().close();
        assertThat(failed(impatient.send(dispatch(1)).await()).refused()).isFalse();
        receiver.close();
        assertThat(failed(impatient.send(dispatch(1)).await()).reason()).contains("alerts.webhook.url");
        impatient.close().await();
    }

    @Test
    void retry_after_is_honoured_in_seconds_and_as_a_date_within_bounds() {
        Instant now = Instant.parse("2026-08-14T09:00:00Z");
        assertThat(WebhookSender.retryAfter(null, now)).isZero();
        assertThat(WebhookSender.retryAfter("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(WebhookSender.retryAfter("Fri, 14 Aug 2026 09:03:00 GMT", now))
                .isEqualTo(Duration.ofMinutes(3));
        for (String far : List.of("999999999", "Fri, 14 Aug 2099 09:03:00 GMT")) {
            assertThat(WebhookSender.retryAfter(far, now)).isEqualTo(Duration.ofMinutes(15));
        }
        for (String nonsense : List.of("", "soon", "-5", "Fri, 14 Aug 1999 09:03:00 GMT", "9999999999")) {
            assertThat(WebhookSender.retryAfter(nonsense, now)).isZero();
        }
        receiver.answer = request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "33")
                .end();
        assertThat(failed(sender.send(dispatch(1)).await()).atLeast()).isEqualTo(Duration.ofSeconds(33));
    }

    @Test
    void connections_are_kept() {
        for (int i = 0; i < 10; i++) {
            sender.send(dispatch(i)).await();
        }
        assertThat(receiver.posts).hasSize(10);
        assertThat(receiver.peers).hasSizeLessThanOrEqualTo(2);
    }

    private Dispatch dispatch(int n) {
        JsonObject payload = new JsonObject()
                .put("type", "case.opened")
                .put("data", new JsonObject().put("subject", "s \u00fc " + n));
        Message message = Message.about("case:1", n, Channels.WEBHOOK, payload);
        return new Dispatch(message, 1, clock.instant(), clock.instant());
    }

    private static Outcome.Failed failed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }
}
