package io.barium.mail.imap;

import io.barium.config.ImapMailbox.OAuth;
import io.barium.provider.kit.TextBounds;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens for a mailbox (RFC 6749 section 6), each used until shortly before its end. A server may give another
 * refresh token with it, which takes the place of the one before. For one thread.
 */
final class AccessTokens {
    private static final long PATIENCE_SECONDS = 20;
    private static final int CONNECT_MS = 10_000;
    private static final int MOST_BYTES = 64 << 10;
    private static final Duration BEFORE_ITS_END = Duration.ofMinutes(1);
    private static final int USUAL_SECONDS = 300;

    private final HttpClient client;
    private final OAuth oauth;
    private final RefreshToken refresh;
    private final Clock clock;
    private @Nullable String token;
    private Instant usableUntil = Instant.MIN;

    private record Answer(int status, JsonObject body) {}

    /**
     * Tokens from the configured server.
     *
     * @param file where a refresh token is kept that took the configured one's place
     */
    AccessTokens(Vertx vertx, HttpClientOptions options, OAuth oauth, Path file, Clock clock) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions(options).setConnectTimeout(CONNECT_MS).setKeepAlive(false));
        this.oauth = oauth;
        this.refresh = new RefreshToken(oauth.refreshToken(), file);
        this.clock = clock;
    }

    /** A token that is good for a minute at least; blocks. */
    String get() throws MailboxTrouble {
        String kept = token;
        if (kept != null && clock.instant().isBefore(usableUntil)) {
            return kept;
        }
        Answer answer = ask();
        String fresh = text(answer.body(), "access_token");
        if (answer.status() != 200 || fresh == null) {
            throw refused(answer);
        }
        String rotated = text(answer.body(), "refresh_token");
        if (rotated != null) {
            refresh.replace(rotated);
        }
        token = fresh;
        usableUntil = clock.instant().plusSeconds(seconds(answer.body())).minus(BEFORE_ITS_END);
        return fresh;
    }

    /** The token was of no use: the next one is asked for. */
    void forget() {
        token = null;
    }

    private Answer ask() throws MailboxTrouble {
        try {
            RequestOptions request = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setAbsoluteURI(oauth.tokenUrl())
                    .setFollowRedirects(false)
                    .putHeader("content-type", "application/x-www-form-urlencoded")
                    .putHeader("accept", "application/json");
            return client.request(request)
                    .compose(r -> r.send(Buffer.buffer(form())).compose(response -> body(r, response)))
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw MailboxTrouble.broken("no access token within " + PATIENCE_SECONDS + " seconds", "oauth.tokenUrl");
        } catch (Exception e) { // a connection fails with an IOException, which await throws undeclared
            throw MailboxTrouble.broken("no access token: " + e.getMessage(), "oauth.tokenUrl");
        }
    }

    private String form() {
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .add("grant_type", "refresh_token")
                .add("refresh_token", refresh.current())
                .add("client_id", oauth.clientId());
        if (oauth.clientSecret() != null) {
            form.add("client_secret", oauth.clientSecret().reveal());
        }
        if (oauth.scope() != null) {
            form.add("scope", oauth.scope());
        }
        return form.entries().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Future<Answer> body(HttpClientRequest request, HttpClientResponse response) {
        Promise<Answer> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
                    if (body.length() + chunk.length() > MOST_BYTES) {
                        done.tryFail("the answer is longer than " + MOST_BYTES + " bytes");
                        request.connection().close();
                    } else {
                        body.appendBuffer(chunk);
                    }
                })
                .exceptionHandler(done::tryFail)
                .endHandler(v -> done.tryComplete(new Answer(response.statusCode(), json(body))));
        return done.future();
    }

    private static JsonObject json(Buffer body) {
        try {
            return new JsonObject(body);
        } catch (RuntimeException e) {
            return new JsonObject();
        }
    }

    private static MailboxTrouble refused(Answer answer) {
        String error = text(answer.body(), "error");
        String setting = error == null
                ? "oauth.tokenUrl"
                : Map.of(
                                "invalid_grant", "oauth.refreshToken",
                                "invalid_client", "oauth.clientSecret",
                                "unauthorized_client", "oauth.clientId",
                                "invalid_scope", "oauth.scope")
                        .getOrDefault(error, "oauth");
        return MailboxTrouble.refused(
                "no access token: answered " + answer.status() + (error == null ? "" : " " + TextBounds.name(error)),
                setting);
    }

    private static @Nullable String text(JsonObject body, String name) {
        return body.getValue(name) instanceof String s
                        && !s.isBlank()
                        && s.chars().noneMatch(c -> c <= ' ' || c >= 0x7f)
                ? s
                : null;
    }

    private static long seconds(JsonObject body) {
        Object value = body.getValue("expires_in");
        long seconds = USUAL_SECONDS;
        if (value instanceof Number n) {
            seconds = n.longValue();
        } else if (value instanceof String s && s.matches("[0-9]{1,9}")) {
            seconds = Long.parseLong(s);
        }
        return Math.max(0, Math.min(seconds, TimeUnit.DAYS.toSeconds(1)));
    }
}
