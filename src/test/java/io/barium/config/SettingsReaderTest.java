package io.barium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    private static final Map<String, Set<String>> PROVIDERS =
            Map.of("mailgun", Set.of(), "twilio", Set.of(), "generic", Set.of("one", "two"));

    @TempDir
    Path dir;

    @Test
    void everything_has_a_default_but_what_only_the_user_can_know() throws Exception {
        Settings s = SettingsReader.read(null, Map.of(), PROVIDERS);
        assertThat(s.http().port()).isEqualTo(8080);
        assertThat(s.smtp().port()).isEqualTo(2525);
        assertThat(s.dataDir()).isEqualTo(Path.of("data"));
        assertThat(s.database().embedded()).isTrue();
        assertThat(s.alerts().mail()).isNull();
        assertThat(s.support()).isNull();
    }

    @Test
    void a_file_sets_everything() throws Exception {
        Settings s = read("""
                http: {port: 9000, publicUrl: "https://barium.example.com"}
                database: {url: "postgresql://db:5432/barium", username: barium, password: pw}
                domains: [Canary.Example, second.example]
                expectedSenders: [acme.example]
                sources:
                  - {id: mail, provider: mailgun, secrets: [new, old], window: 30m}
                  - {id: line, provider: twilio, secrets: [t], publicUrl: "https://barium.example.com"}
                support: {url: "postgresql://crm:5432/desk", personas: 7, rollAfter: 30d, mapping: {customers: {table: crm.clients, email: mail_addr, street: ""}}}
                alerts:
                  digestWindow: 5m
                  mail: {host: relay, port: 25, startTls: false, from: b@example.com, to: [soc@example.com]}
                """);
        assertThat(s.domains()).containsExactly("canary.example", "second.example");
        assertThat(s.database().embedded()).isFalse();
        assertThat(s.sources().get(0).secrets()).extracting(Secret::reveal).containsExactly("new", "old");
        assertThat(s.sources().get(0).window()).isEqualTo(Duration.ofMinutes(30));
        assertThat(s.support().mapping().customers().table()).isEqualTo("crm.clients");
        assertThat(s.support().rollAfter()).isEqualTo(Duration.ofDays(30));
        assertThat(s.support().mapping().customers().street()).isNull();
        assertThat(s.alerts().digestWindow()).isEqualTo(Duration.ofMinutes(5));
        assertThat(s.alerts().mail().to()).containsExactly("soc@example.com");
    }

    @Test
    void every_fault_is_reported_at_once_with_its_path_and_what_was_expected() {
        FaultySettings e = fails("""
                http: {port: eighty, maxBodyBytes: 5, maxInFlightBytes: 5}
                htpp: {}
                smtp: {enabled: perhaps, certificate: /nowhere.pem}
                database: {embedded: false}
                domains: ["not a domain"]
                sources:
                  - {id: Mail Gun, provider: mailgunn}
                  - {provider: twilio, publicUrl: ftp://x, window: soon}
                  - {id: a, provider: twilio, colour: red}
                  - {id: a, provider: twilio}
                support: {personas: -1, rollAfter: 1h, mapping: {customers: {table: "x; drop table y"}}}
                alerts: {mail: {port: 99999}, digestWindow: 5 parsecs}
                """, Map.of("BARIUM_HTPP_PORT", "1"));
        assertThat(e.faults())
                .extracting(Fault::path)
                .contains(
                        "http.port",
                        "http.maxBodyBytes",
                        "http.maxInFlightBytes",
                        "htpp",
                        "smtp.enabled",
                        "smtp.certificate",
                        "smtp",
                        "database.url",
                        "domains[0]",
                        "sources[0].id",
                        "sources[0].provider",
                        "sources[1].id",
                        "sources[1].publicUrl",
                        "sources[1].window",
                        "sources[2].colour",
                        "sources[3].id",
                        "support.personas",
                        "support.rollAfter",
                        "support.url",
                        "support.mapping.customers.table",
                        "alerts.mail.host",
                        "alerts.mail.port",
                        "alerts.mail.from",
                        "alerts.mail.to",
                        "alerts.digestWindow",
                        "BARIUM_HTPP_PORT");
        assertThat(e.getMessage())
                .contains("http.port: expected a whole number from 0 to 65535, found \"eighty\"")
                .contains("sources[0].provider: expected one of generic, mailgun, twilio, found \"mailgunn\"");
    }

    @Test
    void a_source_says_what_callers_hear_and_what_only_its_provider_needs() throws Exception {
        Settings s = read("""
                sources:
                  - {id: a, provider: generic, variant: two, topics: ["arn:x"], fetchSecret: key, answer: silence}
                  - {id: b, provider: twilio, answer: record, recordingLawful: true, prompt: "Speak."}
                  - {id: c, provider: twilio}
                """);
        SourceOptions a = s.sources().get(0).options();
        assertThat(a.variant()).isEqualTo("two");
        assertThat(a.topics()).containsExactly("arn:x");
        assertThat(java.util.Objects.requireNonNull(a.fetchSecret()).reveal()).isEqualTo("key");
        assertThat(a.answering().mode()).isEqualTo(SourceOptions.Mode.SILENCE);
        assertThat(s.sources().get(1).options().answering())
                .isEqualTo(new SourceOptions.Answering(SourceOptions.Mode.RECORD, "Speak."));
        assertThat(s.sources().get(2).options()).isEqualTo(SourceOptions.USUAL);
    }

    @Test
    void recording_needs_the_word_that_it_is_lawful_and_variants_are_the_providers() {
        FaultySettings e = fails("""
                sources:
                  - {id: a, provider: twilio, answer: record}
                  - {id: b, provider: twilio, answer: shout, variant: x, prompt: " "}
                  - {id: c, provider: generic, variant: three}
                """, Map.of());
        assertThat(e.faults())
                .extracting(Fault::path)
                .containsExactlyInAnyOrder(
                        "sources[0].recordingLawful",
                        "sources[1].answer",
                        "sources[1].variant",
                        "sources[1].prompt",
                        "sources[2].variant");
        assertThat(e.getMessage()).contains("sources[2].variant: expected one of one, two, found \"three\"");
    }

    @Test
    void faults_of_shape_are_told_apart_from_faults_of_value() {
        FaultySettings e = fails("http: 8080\nsources: {a: b}\ndomains: x\nalerts: {mail: [1]}\n", Map.of());
        assertThat(e.faults())
                .extracting(Fault::toString)
                .contains(
                        "http: expected a mapping, found \"8080\"",
                        "sources: expected a list, found a mapping",
                        "domains: expected a list of texts, found \"x\"",
                        "alerts.mail: expected a mapping, found a list");
    }

    @Test
    void broken_yaml_and_a_missing_file_are_faults_with_their_place() throws IOException {
        assertThat(fails("http: {port: 1\nsmtp: [", Map.of()).getMessage()).contains("line 2");
        assertThat(fails("domains: [a.example]\ndomains: [b.example]\n", Map.of())
                        .getMessage())
                .contains("domains");
        FaultySettings gone = catchThrowableOfType(
                FaultySettings.class, () -> SettingsReader.read(dir.resolve("none.yaml"), Map.of(), PROVIDERS));
        assertThat(gone.getMessage()).contains("none.yaml").contains("BARIUM_CONFIG");
    }

    @Test
    void the_environment_sets_everything_and_wins() throws Exception {
        Path file = write("http: {port: 1111}\nsources: [{id: mail, provider: mailgun, secrets: [file]}]\n");
        Path secret = Files.writeString(dir.resolve("secret"), "from-a-file\n");
        Settings s = SettingsReader.read(
                file,
                Map.ofEntries(
                        Map.entry("BARIUM_HTTP_PORT", "2222"),
                        Map.entry("BARIUM_SMTP_MAX_MESSAGE_BYTES", "4096"),
                        Map.entry("BARIUM_DATA_DIR", "/var/lib/barium"),
                        Map.entry("BARIUM_API_KEY_FILE", secret.toString()),
                        Map.entry("BARIUM_DOMAINS", "a.example, b.example"),
                        Map.entry("BARIUM_SOURCES_0_SECRETS_0_FILE", secret.toString()),
                        Map.entry("BARIUM_SOURCES_1_ID", "line"),
                        Map.entry("BARIUM_SOURCES_1_PROVIDER", "twilio"),
                        Map.entry("BARIUM_SOURCES_1_SECRETS", "x,y"),
                        Map.entry("BARIUM_SOURCES_1_PUBLIC_URL", "https://h.example"),
                        Map.entry("BARIUM_ALERTS_MAIL_HOST", "relay"),
                        Map.entry("BARIUM_ALERTS_MAIL_FROM", "b@example.com"),
                        Map.entry("BARIUM_ALERTS_MAIL_TO", "soc@example.com"),
                        Map.entry("BARIUM_SUPPORT_MAPPING_TICKETS_NUMBER", "ref"),
                        Map.entry("PATH", "/bin")),
                PROVIDERS);
        assertThat(s.http().port()).isEqualTo(2222);
        assertThat(s.smtp().maxMessageBytes()).isEqualTo(4096);
        assertThat(s.dataDir()).isEqualTo(Path.of("/var/lib/barium"));
        assertThat(s.apiKey().reveal()).isEqualTo("from-a-file");
        assertThat(s.domains()).containsExactly("a.example", "b.example");
        assertThat(s.sources()).extracting(Settings.Source::id).containsExactly("mail", "line");
        assertThat(s.sources().get(0).secrets()).extracting(Secret::reveal).containsExactly("from-a-file");
        assertThat(s.sources().get(1).secrets()).hasSize(2);
        assertThat(s.alerts().mail().relay().host()).isEqualTo("relay");
        assertThat(s.support().mapping().tickets().number()).isEqualTo("ref");
    }

    @Test
    void a_source_without_secrets_is_no_fault_because_it_must_answer_5xx_until_it_has_one() throws Exception {
        assertThat(read("sources: [{id: a, provider: twilio}]").sources().get(0).secrets())
                .isEmpty();
    }

    @Test
    void a_secret_is_never_printed() throws Exception {
        Settings s = read("""
                apiKey: hush1
                database: {url: "postgresql://db/barium", password: hush2}
                sources: [{id: a, provider: twilio, secrets: [hush3]}]
                alerts: {mail: {host: h, from: a@b.example, to: [c@d.example], username: u, password: hush4}}
                """);
        assertThat(s.toString()).doesNotContain("hush").contains("(secret)");
        assertThat(List.of(
                        s.apiKey().reveal(),
                        s.alerts().mail().relay().password().reveal()))
                .containsExactly("hush1", "hush4");
    }

    private Settings read(String yaml) throws Exception {
        return SettingsReader.read(write(yaml), Map.of(), PROVIDERS);
    }

    private FaultySettings fails(String yaml, Map<String, String> environment) {
        return catchThrowableOfType(
                FaultySettings.class, () -> SettingsReader.read(write(yaml), environment, PROVIDERS));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(dir.resolve("barium.yaml"), yaml);
    }
}
