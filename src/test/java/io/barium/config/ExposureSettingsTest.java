package io.barium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposureSettingsTest {
    @TempDir
    Path dir;

    @Test
    void without_a_word_no_log_is_read_and_nobody_can_unlock() throws Exception {
        Settings s = read("support: {personas: 3}\n", Map.of());
        assertThat(s.support().accessLog()).isNull();
        assertThat(s.exposures().unlockPeople()).isEmpty();
        assertThat(s.exposures().agentKey()).isNull();
        assertThat(s.exposures().clockSkew()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void an_empty_section_is_the_samples_log_and_each_column_can_be_another_or_none() throws Exception {
        AccessLog sample =
                read("support: {accessLog: {}}\n", Map.of()).support().accessLog();
        assertThat(sample.table()).isEqualTo("access_log");
        assertThat(sample.export()).isEqualTo("export_name");
        assertThat(sample.integration()).isNull();
        assertThat(sample.names()).isEqualTo(new AccessLog.Names("agent", "id", "name"));
        AccessLog other = read(
                        "support: {accessLog: {table: crm.reads, id: n, action: '', names: {table: ''}, every: 1h}}\n",
                        Map.of("BARIUM_SUPPORT_ACCESS_LOG_ROW", "client"))
                .support()
                .accessLog();
        assertThat(other.table()).isEqualTo("crm.reads");
        assertThat(other.action()).isNull();
        assertThat(other.names()).isNull();
        assertThat(other.row()).isEqualTo("client");
        assertThat(other.every()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void secret_agents_and_people_come_from_file_and_environment() throws Exception {
        Path secret = Files.writeString(dir.resolve("key"), "x".repeat(40) + "\n");
        Settings.Exposures s = read(
                        "exposures: {agents: [u1, u2], clockSkew: 30s}\n",
                        Map.of("BARIUM_AGENT_KEY_FILE", secret.toString(), "BARIUM_UNLOCK_PEOPLE", "anna, bert"))
                .exposures();
        assertThat(s.agentKey().reveal()).isEqualTo("x".repeat(40));
        assertThat(s.agents()).containsExactly("u1", "u2");
        assertThat(s.unlockPeople()).containsExactly("anna", "bert");
        assertThat(s.toString()).doesNotContain("xxxx");
    }

    @Test
    void faults_name_the_setting() {
        FaultySettings e = catchThrowableOfType(FaultySettings.class, () -> read("""
                        agentKey: short
                        unlock: {people: [anna], persons: [x]}
                        exposures: {clockSkew: soon}
                        support: {accessLog: {table: "x; drop", agent: "", every: 0s, colour: red}}
                        """, Map.of()));
        assertThat(e.faults())
                .extracting(Fault::path)
                .containsExactlyInAnyOrder(
                        "agentKey",
                        "unlock.people",
                        "unlock.persons",
                        "exposures.clockSkew",
                        "support.accessLog.table",
                        "support.accessLog",
                        "support.accessLog.every",
                        "support.accessLog.colour");
        assertThat(e.getMessage()).doesNotContain("short");
    }

    private Settings read(String yaml, Map<String, String> environment) throws Exception {
        return SettingsReader.read(Files.writeString(dir.resolve("barium.yaml"), yaml), environment, Map.of());
    }
}
