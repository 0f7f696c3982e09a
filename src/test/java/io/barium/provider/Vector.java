package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.RawHook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One published vector as a request to one of our providers. */
record Vector(JsonNode json) {

    Authenticity.Verdict judgedBy(Provider provider) {
        RawHook hook = hook();
        Source source = source(provider);
        Authenticity first = provider.authenticate(hook, source, clock());
        if (first.awaited() == null) {
            return first.verdict();
        }
        byte[] certificate =
                json.path("secret").path("signing_cert_pem").asText().getBytes(StandardCharsets.UTF_8);
        return provider.authenticate(hook.with(first.awaited(), certificate), source, clock())
                .verdict();
    }

    private RawHook hook() {
        JsonNode request = json.path("request");
        String url = url();
        int path = url.indexOf('/', url.indexOf("://") + 3);
        String target = path < 0 ? "/" : url.substring(path);
        if (request.has("query_params")) {
            target += "?" + pairs(request.get("query_params"));
        } else if (!request.path("query").asText().isEmpty()) {
            target += "?" + request.get("query").asText();
        }
        return Hooks.request(
                request.path("method").asText("POST"),
                target,
                request.path("content_type")
                        .asText(
                                request.path("body").isTextual()
                                        ? "application/json"
                                        : "application/x-www-form-urlencoded"),
                body(request),
                headers(request.path("headers")));
    }

    private String url() {
        JsonNode request = json.path("request");
        JsonNode secret = json.path("secret");
        if (request.has("path")) {
            return "https://barium.example" + request.get("path").asText();
        }
        return request.path("url").asText(secret.path("webhook_url").asText("https://barium.example/hooks/main"));
    }

    private Source source(Provider provider) {
        String url = json.path("secret").path("webhook_url").asText(url());
        int query = url.indexOf('?');
        return new Source(
                "main",
                provider.id(),
                List.of(new Secret(secret())),
                query < 0 ? url : url.substring(0, query),
                window(json.path("id").asText()),
                null,
                "US",
                new SourceOptions(variant(), topics(), null, Answering.DECLINE));
    }

    private String secret() {
        JsonNode secret = json.path("secret");
        if (secret.has("application_key")) {
            return secret.path("application_key").asText() + ":"
                    + secret.path("application_secret_b64").asText();
        }
        return secret.elements().next().asText();
    }

    private @Nullable String variant() {
        String scheme = json.path("scheme").asText();
        if (scheme.equals("messagebird-signature-legacy-hmac-sha256")) {
            return "hmac";
        }
        return scheme.startsWith("plivo-v1") ? "v1" : null;
    }

    /** SNS tells its topic in the body; whether it is ours is not what these vectors are about. */
    private List<String> topics() {
        String body = json.path("request").path("body").asText();
        int at = body.indexOf("arn:aws");
        return at < 0 ? List.of() : List.of(body.substring(at, body.indexOf('"', at)));
    }

    /** The windows of the frameworks that published these; the provider itself has none. */
    private static @Nullable Duration window(String id) {
        if (id.equals("mailgun-rails-delayed")) {
            return Duration.ofMinutes(2);
        }
        return id.startsWith("mailgun-symfony-") ? Duration.ofMinutes(5) : null;
    }

    private Instant clock() {
        JsonNode clock = json.path("clock");
        if (clock.isNumber()) {
            return Instant.ofEpochSecond(clock.asLong());
        }
        return clock.isTextual() ? OffsetDateTime.parse(clock.asText()).toInstant() : ofToken();
    }

    /** Without a clock there is no rule of time: a token is then judged when it was issued. */
    private Instant ofToken() {
        String authorization =
                json.path("request").path("headers").path("Authorization").asText();
        String[] parts = authorization.replace("Bearer ", "").split("\\.", -1);
        if (parts.length != 3) {
            return Hooks.NOW;
        }
        JsonNode claims = JsonBody.tree(Base64.getUrlDecoder().decode(parts[1]));
        return claims != null && claims.has("iat")
                ? Instant.ofEpochSecond(claims.get("iat").asLong())
                : Hooks.NOW;
    }

    private static byte[] body(JsonNode request) {
        return Hooks.utf8(
                request.path("body").isTextual() ? request.get("body").asText() : pairs(request.path("form")));
    }

    private static String pairs(JsonNode pairs) {
        StringBuilder form = new StringBuilder();
        for (JsonNode pair : pairs) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(Hooks.encode(pair.get(0).asText()))
                    .append('=')
                    .append(Hooks.encode(pair.get(1).asText()));
        }
        return form.toString();
    }

    private static String[] headers(JsonNode headers) {
        List<String> out = new ArrayList<>();
        headers.properties().forEach(e -> {
            out.add(e.getKey());
            out.add(e.getValue().asText());
        });
        return out.toArray(String[]::new);
    }
}
