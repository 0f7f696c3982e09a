package io.barium;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.twilio.security.RequestValidator;
import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.plant.PlantReport;
import io.barium.provider.Providers;
import io.barium.seed.SampleDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole service as its users meet it: planted, contacted over real sockets, read over its API, its alert in a real
 * mailbox.
 */
class EndToEndTest {
    private static final String KEY = "end-to-end-key";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-08-14T09:30:00Z"));

    @TempDir
    static Path dir;

    private static GreenMail soc;
    private static App app;
    private static Settings settings;

    @BeforeAll
    static void start() throws Exception {
        soc = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        soc.start();
        Path config = Files.writeString(
                dir.resolve("barium.yaml"), """
                http: {host: 127.0.0.1, port: 0, publicUrl: "https://barium.example.com"}
                smtp: {host: 127.0.0.1, port: 0, hostname: mx.postwren.example}
                domains: [postwren.example, mailbrook.example]
                expectedSenders: [shieldworks.example]
                sources:
                  - {id: mail, provider: mailgun, secrets: [old-key, mailgun-key]}
                  - {id: phone, provider: twilio, secrets: [twilio-token], publicUrl: "https://barium.example.com"}
                support: {personas: 12}
                alerts:
                  digestWindow: 15m
                  mail: {host: 127.0.0.1, port: %d, startTls: false, from: barium@example.com, to: [soc@example.com]}
                """.formatted(soc.getSmtp().getPort()));
        settings = SettingsReader.read(
                config,
                Map.of("BARIUM_DATA_DIR", dir.resolve("data").toString(), "BARIUM_API_KEY", KEY),
                Providers.variants());
        app = App.start(settings, CLOCK, null);
        SampleDatabase.load(app.databases().support(), 7, 400, io.barium.seed.Progress.NONE);
        assertThat(plant()).isEqualTo(new PlantReport(12, 0, 0, 12, controls()));
    }

    @AfterAll
    static void stop() {
        app.close();
        soc.stop();
    }

    @Test
    void a_leak_is_told_as_one_case_with_the_right_contacts_and_an_alert_mail() throws Exception {
        JsonArray plantings = get("/api/v1/plantings").getJsonArray("items");
        assertThat(plantings).hasSize(12);
        assertThat(plant().plantedNow()).as("planting again").isZero();
        List<String> mails = planted("EMAIL");
        List<String> phones = planted("PHONE");
        List<String> tickets = planted("TICKET");

        assertThat(twilio("phone", call("CA1", phones.get(0))).statusCode()).isEqualTo(200);
        HttpResponse<String> again = twilio("phone", call("CA1", phones.get(0)));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("content-type").orElse("")).startsWith("text/xml");
        assertThat(mailgun(mails.get(1), "about " + tickets.get(1), "t".repeat(50), "mailgun-key")
                        .statusCode())
                .isEqualTo(200);
        assertThat(mailgun(mails.get(2), "fabricated", "f".repeat(50), "guessed")
                        .statusCode())
                .isEqualTo(401);
        smtp(mails.get(3), "nobody@mailbrook.example");
        smtp("stranger@postwren.example");
        app.settle();

        JsonArray contacts = get("/api/v1/contacts").getJsonArray("items");
        assertThat(column(contacts, "provider")).containsExactly("twilio", "mailgun", "smtp", "smtp");
        assertThat(column(contacts, "channel")).containsExactly("CALL", "MAIL", "MAIL", "MAIL");
        assertThat(column(contacts, "standing"))
                .containsExactly("CREDIBLE", "CREDIBLE", "CREDIBLE", "UNKNOWN_RECIPIENT");
        JsonObject mail = contacts.getJsonObject(1);
        assertThat(mail.getString("envelopeFrom")).isEqualTo("scam@caller.example");
        assertThat(mail.getJsonArray("matches").stream()
                        .map(m -> ((JsonObject) m).getString("kind") + " " + ((JsonObject) m).getString("matchedAs")))
                .contains("EMAIL RECIPIENT", "TICKET QUOTED_IN_SUBJECT");

        JsonArray cases = get("/api/v1/cases").getJsonArray("items");
        assertThat(cases).hasSize(1);
        JsonObject one = get("/api/v1/cases/" + cases.getJsonObject(0).getLong("id"));
        assertThat(one.getString("state")).isEqualTo("OPEN");
        assertThat(one.getJsonArray("timeline")).hasSize(3);

        assertThat(raw(contacts.getJsonObject(0).getLong("id")))
                .isEqualTo(form(call("CA1", phones.get(0))).getBytes(StandardCharsets.UTF_8));

        assertThat(soc.waitForIncomingEmail(10_000, 1)).isTrue();
        MimeMessage alert = soc.getReceivedMessages()[0];
        assertThat(alert.getSubject()).startsWith("[Barium] Case 1: a call used a planted record");
        assertThat(alert.getAllRecipients()).containsExactly(new InternetAddress("soc@example.com"));
        String body = GreenMailUtil.getBody(alert).replace("=\r\n", "");
        assertThat(body)
                .contains("https://barium.example.com/console/cases/1")
                .contains("+13035550100")
                .doesNotContain(phones.get(0))
                .doesNotContain("fabricated");

        CLOCK.advance(Duration.ofMinutes(16));
        app.settle();
        assertThat(soc.waitForIncomingEmail(10_000, 3)).isTrue();
        app.settle();
        List<String> subjects = new ArrayList<>();
        for (MimeMessage received : soc.getReceivedMessages()) {
            subjects.add(received.getSubject());
        }
        assertThat(subjects)
                .as("one alert, one follow-up, one for the quoted ticket")
                .hasSize(3);
        assertThat(subjects).anyMatch(s -> s.contains("(3 in all)"));
        assertThat(subjects).anyMatch(s -> s.matches("\\[Barium] Case 1: (WATCH|SUSPECTED|CONFIRMED).*"));
        assertThat(get("/health/ready").getString("status")).isEqualTo("UP");
    }

    private static PlantReport plant() throws Exception {
        try (Planting planting = Planting.open(app.vertx(), settings, app.databases())) {
            return planting.planter(app.pool(), CLOCK).topUp().await();
        }
    }

    private static int controls() {
        return app.pool()
                .query("select count(*)::int as n from token where role = 'CONTROL'")
                .execute()
                .await()
                .iterator()
                .next()
                .getInteger("n");
    }

    private static List<String> planted(String kind) throws Exception {
        return column(get("/api/v1/tokens?role=PLANTED&kind=" + kind).getJsonArray("items"), "value");
    }

    private static Map<String, String> call(String sid, String to) {
        return new TreeMap<>(Map.of(
                "AccountSid",
                "AC1",
                "CallSid",
                sid,
                "CallStatus",
                "ringing",
                "Direction",
                "inbound",
                "From",
                "+13035550100",
                "To",
                to,
                "StirVerstat",
                "TN-Validation-Failed-C"));
    }

    private static HttpResponse<String> twilio(String source, Map<String, String> fields) throws Exception {
        String url = "https://barium.example.com/hooks/" + source;
        String signed = url
                + fields.entrySet().stream().map(e -> e.getKey() + e.getValue()).collect(Collectors.joining());
        String signature = Base64.getEncoder().encodeToString(hmac("HmacSHA1", "twilio-token", signed));
        assertThat(new RequestValidator("twilio-token").validate(url, fields, signature))
                .as("the official SDK")
                .isTrue();
        return post(source, form(fields), Map.of("X-Twilio-Signature", signature));
    }

    private static HttpResponse<String> mailgun(String to, String subject, String token, String key) throws Exception {
        String timestamp = Long.toString(CLOCK.instant().getEpochSecond());
        Map<String, String> fields = new TreeMap<>(Map.of(
                "recipient",
                to,
                "sender",
                "scam@caller.example",
                "from",
                "Support <scam@caller.example>",
                "subject",
                subject,
                "body-plain",
                "call us",
                "timestamp",
                timestamp,
                "token",
                token,
                "signature",
                HexFormat.of().formatHex(hmac("HmacSHA256", key, timestamp + token))));
        return post("mail", form(fields), Map.of());
    }

    private static void smtp(String... to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(app.smtpPort()));
        Session session = Session.getInstance(properties);
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress("scam@caller.example"));
        mail.setRecipients(Message.RecipientType.TO, String.join(",", to));
        mail.setSubject("hello");
        mail.setText("text");
        Transport.send(mail);
    }

    private static byte[] hmac(String algorithm, String key, String text) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static HttpResponse<String> post(String source, String body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/hooks/" + source))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + KEY)
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private static byte[] raw(long id) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/contacts/" + id + "/raw"))
                .header("Authorization", "Bearer " + KEY)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    private static List<String> column(JsonArray items, String name) {
        return items.stream().map(i -> ((JsonObject) i).getString(name)).toList();
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + app.httpPort() + path);
    }
}
