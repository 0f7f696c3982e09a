package io.barium.demo;

import io.barium.config.Settings;
import io.barium.config.Settings.Source;
import io.barium.provider.kit.Hmac;
import java.io.IOException;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The world outside, as the providers pass it on: signs and posts over HTTP as Mailgun and Twilio do. */
final class Outside {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Settings settings;
    private final Clock clock;

    Outside(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A mail that Mailgun received and parsed.
     *
     * @param fields further fields, such as {@code body-plain}
     * @return HTTP status of the answer
     */
    int mail(String sender, String from, String recipient, String subject, Map<String, String> fields)
            throws IOException, InterruptedException {
        return mail(sender, from, recipient, subject, fields, true);
    }

    /** The same with a signature that is not Mailgun's. */
    int forgedMail(String recipient) throws IOException, InterruptedException {
        return mail("x@forger.example", "x@forger.example", recipient, "forged", Map.of("body-plain", "forged"), false);
    }

    private int mail(
            String sender, String from, String recipient, String subject, Map<String, String> fields, boolean genuine)
            throws IOException, InterruptedException {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String token = UUID.randomUUID().toString().replace("-", "") + "000000000000000000";
        byte[] signature = Hmac.SHA256.sign(
                secret(DemoSettings.MAIL_FEED), (timestamp + (genuine ? token : "")).getBytes(StandardCharsets.UTF_8));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("recipient", recipient);
        form.put("sender", sender);
        form.put("from", from);
        form.put("subject", subject);
        form.putAll(fields);
        form.put("timestamp", timestamp);
        form.put("token", token);
        form.put("signature", HexFormat.of().formatHex(signature));
        return post(DemoSettings.MAIL_FEED, form, Map.of());
    }

    /** A call or a message on one of our lines, as Twilio reports it. */
    int phone(Map<String, String> fields) throws IOException, InterruptedException {
        Map<String, String> form = new TreeMap<>(fields);
        String url = DemoSettings.PUBLIC_URL + "/hooks/" + DemoSettings.PHONE_FEED;
        String signed = url
                + form.entrySet().stream().map(e -> e.getKey() + e.getValue()).collect(Collectors.joining());
        byte[] signature = Hmac.SHA1.sign(secret(DemoSettings.PHONE_FEED), signed.getBytes(StandardCharsets.UTF_8));
        return post(
                DemoSettings.PHONE_FEED,
                form,
                Map.of("X-Twilio-Signature", Base64.getEncoder().encodeToString(signature)));
    }

    private int post(String feed, Map<String, String> form, Map<String, String> headers)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        URI uri = URI.create("http://127.0.0.1:" + settings.http().port() + "/hooks/" + feed);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private byte[] secret(String feed) {
        return settings.sources().stream()
                .filter(s -> s.id().equals(feed))
                .map(Source::secrets)
                .map(s -> s.get(0).reveal().getBytes(StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
