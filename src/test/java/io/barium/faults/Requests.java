package io.barium.faults;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Events as the providers post them, signed as their documents say. */
final class Requests {
    static final String PUBLIC_URL = "https://barium.example.com";
    /** The sources that these requests go to, as settings. */
    static final String SOURCES = """
            sources:
              - {id: mail, provider: mailgun, secrets: [mailgun-key]}
              - {id: phone, provider: twilio, secrets: [twilio-token], publicUrl: "https://barium.example.com"}
              - {id: events, provider: generic, secrets: [whsec_ZmF1bHRzLWZhdWx0cy1mYXVsdHMtZmF1bHRz], window: 3h}
            """;

    private static final byte[] MAILGUN_KEY = utf8("mailgun-key");
    private static final byte[] TWILIO_TOKEN = utf8("twilio-token");
    private static final byte[] GENERIC_KEY = Base64.getDecoder().decode("ZmF1bHRzLWZhdWx0cy1mYXVsdHMtZmF1bHRz");
    private static final int TEXT_BYTES = 12 << 10;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private Requests() {}

    /** A mail, parsed by Mailgun; its token is the event's marker. */
    static HttpRequest mailgun(Event event, Target target) {
        // A retry repeats what was signed first.
        String timestamp = Long.toString(event.at.getEpochSecond());
        String signature = HexFormat.of().formatHex(hmac("HmacSHA256", MAILGUN_KEY, utf8(timestamp + event.marker)));
        Map<String, String> fields = new TreeMap<>(Map.of(
                "recipient",
                event.address(),
                "sender",
                "mallory@caller.example",
                "from",
                "Support <mallory@caller.example>",
                "subject",
                "About your account",
                "body-plain",
                text(event),
                "timestamp",
                timestamp,
                "token",
                event.marker,
                "signature",
                signature));
        return post(target, "/hooks/mail", FORM, form(fields)).build();
    }

    /** Text of a mail with a picture or two, which no compression makes smaller; the same at each attempt. */
    private static String text(Event event) {
        byte[] noise = new byte[TEXT_BYTES];
        new Random(event.number).nextBytes(noise);
        return event.marker + "\r\n" + Base64.getMimeEncoder().encodeToString(noise);
    }

    /** A call, or for each third event an SMS, reported by Twilio. */
    static HttpRequest twilio(Event event, Target target) {
        Map<String, String> fields =
                new TreeMap<>(Map.of("AccountSid", "AC1", "From", "+13035550100", "To", event.phone()));
        if (event.number % 3 == 0) {
            fields.putAll(Map.of("MessageSid", event.marker, "SmsStatus", "received", "Body", "call us back"));
        } else {
            fields.putAll(Map.of("CallSid", event.marker, "CallStatus", "ringing", "Direction", "inbound"));
        }
        String signed = PUBLIC_URL + "/hooks/phone"
                + fields.entrySet().stream().map(e -> e.getKey() + e.getValue()).collect(Collectors.joining());
        return post(target, "/hooks/phone", FORM, form(fields))
                .header(
                        "X-Twilio-Signature",
                        Base64.getEncoder().encodeToString(hmac("HmacSHA1", TWILIO_TOKEN, utf8(signed))))
                .build();
    }

    /** A mail as JSON event, signed anew at each attempt as Standard Webhooks wants it. */
    static HttpRequest generic(Event event, Target target) {
        return json(event, target, event.address(), "Open the attachment");
    }

    /** A mail to an address that is no canary's, about the ticket of the event's canary. */
    static HttpRequest aboutTicket(Event event, Target target) {
        String ticket = Canaries.ticket(event.canary);
        return json(
                event, target, "office@" + Canaries.DOMAIN, "We write about your ticket " + ticket + " of last week");
    }

    private static HttpRequest json(Event event, Target target, String to, String text) {
        String body = "{\"type\":\"mail\",\"id\":\"%s\",\"from\":\"mallory@caller.example\",\"to\":[\"%s\"],"
                        .formatted(event.marker, to)
                + "\"subject\":\"Your invoice\",\"text\":\"" + text + "\"}";
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        byte[] signature = hmac("HmacSHA256", GENERIC_KEY, utf8(event.marker + "." + timestamp + "." + body));
        return post(target, "/hooks/events", "application/json", body)
                .header("webhook-id", event.marker)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
                .build();
    }

    private static HttpRequest.Builder post(Target target, String path, String type, String body) {
        return HttpRequest.newBuilder(URI.create(target.http() + path))
                .timeout(TIMEOUT)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
