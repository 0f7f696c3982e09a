package io.barium.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes requests as the three providers sign them, each a new contact. */
final class SignedRequests {
    /** Characters of a message that makes a form of 2 KB. */
    static final int LONG_MESSAGE = 1_400;

    private static final String ID = "#id-------------------------------------#".substring(0, 32);
    private static final String TOKEN = "#token--------------------------------------------#".substring(0, 50);
    private static final String HEX_SIGNATURE = "#".repeat(64);
    private static final String SHA1_SIGNATURE = "#".repeat(28);
    private static final String SHA256_SIGNATURE = "#".repeat(44);

    private final SecureRandom random = new SecureRandom();
    private final String host;

    /** For a service on a port of this machine. */
    SignedRequests(int port) {
        this.host = "127.0.0.1:" + port;
    }

    /** So many requests of a kind. */
    Requests of(Kind kind, int count) {
        return switch (kind) {
            case TWILIO -> sms(SampleText.sms(LONG_MESSAGE), "+12125550123", "+13035550100", count);
            case MAILGUN -> mail(count);
            case GENERIC -> event(count);
        };
    }

    /** A message to one of our numbers as Twilio reports it. */
    Requests sms(Map<String, String> more, String to, String from, int count) {
        Map<String, String> form = new TreeMap<>(more);
        form.put("AccountSid", "AC0123456789abcdef0123456789abcdef");
        form.put("ApiVersion", "2010-04-01");
        form.put("From", from);
        form.put("To", to);
        List.of("MessageSid", "SmsMessageSid", "SmsSid").forEach(name -> form.put(name, "SM" + ID));
        form.put("SmsStatus", "received");
        String url = BenchSettings.PUBLIC_URL + "/hooks/" + Kind.TWILIO.source();
        Template signed = new Template(
                url
                        + form.entrySet().stream()
                                .map(e -> e.getKey() + e.getValue())
                                .collect(Collectors.joining()),
                List.of(ID));
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + SampleText.encoded(e.getValue(), ID))
                .collect(Collectors.joining("&"));
        Template request = new Template(
                head(Kind.TWILIO, "application/x-www-form-urlencoded; charset=UTF-8", body)
                        + "X-Twilio-Signature: " + SHA1_SIGNATURE + "\r\nI-Twilio-Idempotency-Token: " + ID
                        + "\r\n\r\n" + body,
                List.of(ID, SHA1_SIGNATURE));
        Mac mac = mac("HmacSHA1", ascii(BenchSettings.TWILIO_TOKEN));
        byte[][][] values = new byte[count][][];
        for (int i = 0; i < count; i++) {
            byte[] id = hex(16);
            values[i] = new byte[][] {id, Base64.getEncoder().encode(mac.doFinal(signed.with(new byte[][] {id})))};
        }
        return new Requests(request, values);
    }

    private Requests mail(int count) {
        String now = seconds();
        String boundary = "----bench7d1b54f0c2a94e6f";
        StringBuilder body = new StringBuilder();
        Map<String, String> fields = SampleText.mail(ID);
        fields.put("timestamp", now);
        fields.put("token", TOKEN);
        fields.put("signature", HEX_SIGNATURE);
        fields.forEach((name, value) -> body.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        body.append("--").append(boundary).append("--\r\n");
        Template request = new Template(
                head(Kind.MAILGUN, "multipart/form-data; boundary=" + boundary, body.toString()) + "\r\n" + body,
                List.of(ID, TOKEN, HEX_SIGNATURE));
        Mac mac = mac("HmacSHA256", ascii(BenchSettings.MAILGUN_KEY));
        byte[][][] values = new byte[count][][];
        for (int i = 0; i < count; i++) {
            byte[] token = hex(25);
            mac.update(ascii(now));
            values[i] = new byte[][] {hex(16), token, ascii(HexFormat.of().formatHex(mac.doFinal(token)))};
        }
        return new Requests(request, values);
    }

    private Requests event(int count) {
        String now = seconds();
        String body = "{\"type\": \"mail\", \"id\": \"" + ID
                + "\", \"from\": \"mallory@evil.example\", \"to\": [\"ann@ours.example\"], \"subject\": \"Your contract\", \"text\": \""
                + SampleText.words(3, 1_800) + "\"}";
        Template signed = new Template(ID + "." + now + "." + body, List.of(ID));
        Template request = new Template(
                head(Kind.GENERIC, "application/json", body) + "webhook-id: " + ID + "\r\nwebhook-timestamp: " + now
                        + "\r\nwebhook-signature: v1," + SHA256_SIGNATURE + "\r\n\r\n" + body,
                List.of(ID, SHA256_SIGNATURE));
        Mac mac = mac("HmacSHA256", Base64.getDecoder().decode(BenchSettings.GENERIC_KEY));
        byte[][][] values = new byte[count][][];
        for (int i = 0; i < count; i++) {
            byte[] id = hex(16);
            values[i] = new byte[][] {id, Base64.getEncoder().encode(mac.doFinal(signed.with(new byte[][] {id})))};
        }
        return new Requests(request, values);
    }

    /** Request line and headers but those that carry a signature. */
    private String head(Kind kind, String type, String body) {
        return "POST /hooks/" + kind.source() + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n";
    }

    private byte[] hex(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return ascii(HexFormat.of().formatHex(drawn));
    }

    /** Signatures are judged by their age, so the time has to be the real one. */
    private static String seconds() {
        return Long.toString(Instant.now().getEpochSecond());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Mac mac(String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
