package io.barium.alert;

import io.barium.config.Settings.AlertWebhook;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Sender;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.StandardWebhooks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the SOC's own system by POST, signed by Standard Webhooks; {@code webhook-id} is the message's id, the same on
 * each repeat.
 *
 * <p>2xx is success. 408, 425, 429, 5xx and trouble with the connection are tried again, after {@code Retry-After}
 * where the receiver says so; everything else is a refusal. Redirects are refused: what is signed for one address is
 * not carried to another.
 */
public final class WebhookSender implements Sender {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int CONNECTIONS = 4;
    private static final int CONNECT_MS = 10_000;
    private static final int MOST_ANSWER_BYTES = 64 << 10;

    private final String url;
    private final String name;
    private final byte[] key;
    private final Duration limit;
    private final Clock clock;
    private final HttpClient client;

    /** A sender with a small pool of connections to the receiver. */
    public WebhookSender(Vertx vertx, AlertWebhook settings, Clock clock) {
        this(vertx, settings, LIMIT, clock);
    }

    WebhookSender(Vertx vertx, AlertWebhook settings, Duration limit, Clock clock) {
        this.url = settings.url();
        this.name = "alerts.webhook " + URI.create(url).getHost();
        this.key = Objects.requireNonNull(
                StandardWebhooks.key(settings.secret().reveal()), "alerts.webhook.secret is no base64");
        this.limit = limit;
        this.clock = clock;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MS)
                        .setIdleTimeout((int) limit.toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    @Override
    public String channel() {
        return Channels.WEBHOOK;
    }

    @Override
    public Future<Outcome> send(Dispatch dispatch) {
        String id = dispatch.message().id().toString();
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        Buffer body = dispatch.message().payload().toBuffer();
        byte[] signature =
                Hmac.SHA256.sign(key, (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body.getBytes());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "barium")
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", timestamp)
                .putHeader("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature));
        return client.request(options)
                .compose(request -> answer(request, body))
                .map(this::outcome)
                .otherwise(e -> Outcome.retry(name + ": "
                        + (e instanceof TimeoutException
                                ? "no answer within " + limit.toSeconds() + " s"
                                : Wording.oneLine(String.valueOf(e.getMessage()), 200))
                        + "; check that the receiver runs and that alerts.webhook.url is right"));
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return client.close();
    }

    private Future<HttpClientResponse> answer(HttpClientRequest request, Buffer body) {
        return request.send(body)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(e -> request.reset())
                .onSuccess(response -> discard(request, response));
    }

    /** Reads on, so that the connection can be used again, but not for ever. */
    private static void discard(HttpClientRequest request, HttpClientResponse response) {
        long[] seen = {0};
        response.exceptionHandler(e -> {}).handler(part -> {
            seen[0] += part.length();
            if (seen[0] > MOST_ANSWER_BYTES) {
                request.reset();
            }
        });
    }

    private Outcome outcome(HttpClientResponse response) {
        int status = response.statusCode();
        String answered = name + " answered " + status;
        if (status / 100 == 2) {
            return Outcome.sent();
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            Duration wait = retryAfter(response.getHeader("Retry-After"), clock.instant());
            return new Outcome.Failed(answered + "; the receiver is not ready for it now", false, wait);
        }
        if (status / 100 == 3) {
            return Outcome.refused(
                    answered + "; redirects are not followed: set alerts.webhook.url to the receiver's own address");
        }
        return Outcome.refused(answered
                + (status == 401 || status == 403
                        ? "; check that alerts.webhook.secret is the receiver's"
                        : "; check alerts.webhook.url, the receiver's log says more"));
    }

    /** RFC 9110 section 10.2.3: seconds or a date; bounded, so that a receiver cannot put us off for long. */
    static Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return Duration.ZERO;
        }
        Duration wait;
        try {
            wait = header.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header.strip()))
                    : Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
