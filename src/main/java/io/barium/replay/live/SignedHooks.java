package io.barium.replay.live;

import io.barium.config.Settings;
import io.barium.config.Settings.Source;
import io.barium.provider.kit.Hmac;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The world outside, as the providers pass it on: signs and posts over HTTP as Mailgun and Twilio do. */
public final class SignedHooks {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Settings settings;
    private final String base;
    private final Clock clock;

    /**
     * Providers of the feeds of {@link Feeds}.
     *
     * @param settings with the feeds' secrets
     * @param port of the service on this machine
     * @param clock by which they sign
     */
    public SignedHooks(Settings settings, int port, Clock clock) {
        this.settings = settings;
        this.base = "http://127.0.0.1:" + port + "/hooks/";
        this.clock = clock;
    }

    /**
     * Posts one.
     *
     * @return HTTP status of the answer
     */
    public CompletableFuture<Integer> send(Post post) {
        return send(post, true);
    }

    /** The same under a signature that is not the provider's. */
    public CompletableFuture<Integer> forge(Post post) {
        return send(post, false);
    }

    private CompletableFuture<Integer> send(Post post, boolean genuine) {
        Map<String, String> form = new TreeMap<>(post.fields());
        byte[] key = (genuine ? secret(post.feed()) : "guessed").getBytes(StandardCharsets.UTF_8);
        URI uri = URI.create(base + post.feed());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded");
        if (post.feed().equals(Feeds.MAIL)) {
            sign(form, post.id(), key);
        } else {
            request.header("X-Twilio-Signature", signature(form, key));
        }
        String body = form.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        return http.sendAsync(
                        request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private void sign(Map<String, String> form, String id, byte[] key) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String token = Post.key(id, 50);
        form.put("timestamp", timestamp);
        form.put("token", token);
        form.put(
                "signature",
                HexFormat.of().formatHex(Hmac.SHA256.sign(key, (timestamp + token).getBytes(StandardCharsets.UTF_8))));
    }

    private static String signature(Map<String, String> form, byte[] key) {
        String signed = Feeds.PUBLIC_URL + "/hooks/" + Feeds.PHONE
                + form.entrySet().stream().map(e -> e.getKey() + e.getValue()).collect(Collectors.joining());
        return Base64.getEncoder().encodeToString(Hmac.SHA1.sign(key, signed.getBytes(StandardCharsets.UTF_8)));
    }

    private String secret(String feed) {
        return settings.sources().stream()
                .filter(s -> s.id().equals(feed))
                .map(Source::secrets)
                .map(s -> s.get(0).reveal())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("sources: there is no feed " + feed));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
