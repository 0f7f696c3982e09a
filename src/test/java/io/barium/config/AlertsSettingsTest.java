package io.barium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsSettingsTest {
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path dir;

    @Test
    void a_second_relay_and_a_webhook_are_read_and_no_secret_of_them_is_printed() throws Exception {
        Settings.Alerts alerts = read("""
                alerts:
                  mail:
                    host: relay
                    from: b@example.com
                    to: [soc@example.com]
                    fallback: {host: second, port: 25, startTls: false, username: u, password: hush1}
                  webhook: {url: "https://soar.example.com/in", secret: %s}
                  fallbackAfter: 90s
                """.formatted(KEY), Map.of()).alerts();
        assertThat(alerts.mail().relay().host()).isEqualTo("relay");
        assertThat(alerts.mail().relay().port()).isEqualTo(587);
        assertThat(alerts.mail().fallback().host()).isEqualTo("second");
        assertThat(alerts.mail().fallback().startTls()).isFalse();
        assertThat(alerts.mail().fallback().password().reveal()).isEqualTo("hush1");
        assertThat(alerts.webhook().url()).isEqualTo("https://soar.example.com/in");
        assertThat(alerts.webhook().secret().reveal()).isEqualTo(KEY);
        assertThat(alerts.fallbackAfter()).isEqualTo(Duration.ofSeconds(90));
        assertThat(alerts.toString()).doesNotContain("hush1").doesNotContain(KEY);
    }

    @Test
    void without_them_there_is_none_and_patience_is_ten_minutes() throws Exception {
        Settings.Alerts alerts = read("alerts: {mail: {host: h, from: a@b.example, to: [c@d.example]}}", Map.of())
                .alerts();
        assertThat(alerts.mail().fallback()).isNull();
        assertThat(alerts.webhook()).isNull();
        assertThat(alerts.fallbackAfter()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void the_environment_alone_can_set_both() throws Exception {
        Settings.Alerts alerts = read(
                        "alerts: {mail: {host: h, from: a@b.example, to: [c@d.example]}}",
                        Map.of(
                                "BARIUM_ALERTS_MAIL_FALLBACK_HOST",
                                "second",
                                "BARIUM_ALERTS_WEBHOOK_URL",
                                "http://127.0.0.1:9/in",
                                "BARIUM_ALERTS_WEBHOOK_SECRET",
                                KEY))
                .alerts();
        assertThat(alerts.mail().fallback().host()).isEqualTo("second");
        assertThat(alerts.webhook().url()).isEqualTo("http://127.0.0.1:9/in");
    }

    @Test
    void faults_are_told_with_their_path_and_never_with_the_secret() {
        FaultySettings e = catchThrowableOfType(FaultySettings.class, () -> read("""
                alerts:
                  mail: {host: h, from: a@b.example, to: [c@d.example], fallback: {port: 0, hots: x}}
                  webhook: {url: "ftp://x", secret: "hush-hush", retries: 3}
                """, Map.of()));
        assertThat(e.faults())
                .extracting(Fault::path)
                .contains(
                        "alerts.mail.fallback.host",
                        "alerts.mail.fallback.port",
                        "alerts.mail.fallback.hots",
                        "alerts.webhook.url",
                        "alerts.webhook.secret",
                        "alerts.webhook.retries");
        assertThat(e.getMessage()).doesNotContain("hush-hush");
        FaultySettings nothing =
                catchThrowableOfType(FaultySettings.class, () -> read("alerts: {webhook: {}}", Map.of()));
        assertThat(nothing.faults())
                .extracting(Fault::path)
                .containsExactlyInAnyOrder("alerts.webhook.url", "alerts.webhook.secret");
    }

    @Test
    void an_address_that_no_mail_could_be_sent_to_is_told_at_the_start_by_its_place() {
        FaultySettings e = catchThrowableOfType(FaultySettings.class, () -> read("""
                alerts:
                  mail:
                    host: h
                    from: alerts at b.example
                    to: [soc@example.com, "soc at example.com", "a b@example.com", "", "SOC <soc@example.com", "<>"]
                """, Map.of()));
        assertThat(e.faults())
                .extracting(Fault::path)
                .containsExactlyInAnyOrder(
                        "alerts.mail.from",
                        "alerts.mail.to[1]",
                        "alerts.mail.to[2]",
                        "alerts.mail.to[3]",
                        "alerts.mail.to[4]",
                        "alerts.mail.to[5]");
        FaultySettings byVariable = catchThrowableOfType(
                FaultySettings.class,
                () -> read(
                        "alerts: {mail: {host: h, from: a@b.example}}",
                        Map.of("BARIUM_ALERTS_MAIL_TO", "soc@example.com, nobody")));
        assertThat(byVariable.getMessage()).contains("alerts.mail.to[1]").contains("\"nobody\"");
    }

    @Test
    void an_address_may_have_a_name_and_postmaster_needs_no_domain() throws Exception {
        Settings.Alerts alerts = read("""
                alerts:
                  mail:
                    host: h
                    from: Barium <alerts@b.example>
                    to:
                      - SOC <soc@example.com>
                      - '"Lead" <lead@example.com>'
                      - soc@example.com (SOC)
                      - root@localhost
                      - postmaster
                """, Map.of()).alerts();
        assertThat(alerts.mail().to()).hasSize(5);
        assertThat(MailAddress.bare(alerts.mail().from())).isEqualTo("alerts@b.example");
        assertThat(alerts.mail().to().stream().map(MailAddress::bare))
                .containsExactly(
                        "soc@example.com", "lead@example.com", "soc@example.com", "root@localhost", "postmaster");
    }

    private Settings read(String yaml, Map<String, String> environment) throws FaultySettings, IOException {
        return SettingsReader.read(
                Files.writeString(dir.resolve("barium.yaml"), yaml), environment, Map.of("generic", Set.of()));
    }
}
