package io.barium.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentKeyTest {
    @TempDir
    Path dir;

    @Test
    void a_secret_is_made_once_for_the_owner_alone_and_stays() throws Exception {
        Path home = dir.resolve("data");
        Secret made = AgentKey.load(home, null);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("agent.key"))))
                .isEqualTo("rw-------");
        assertThat(AgentKey.load(home, null)).isEqualTo(made);
        assertThat(AgentKey.load(dir.resolve("other"), null)).isNotEqualTo(made);
        assertThat(new Pseudonyms(AgentKey.load(home, null)).of("helpdesk", "anna"))
                .as("a restart changes no pseudonym")
                .isEqualTo(new Pseudonyms(made).of("helpdesk", "anna"));
    }

    @Test
    void a_configured_secret_is_used_and_no_file_made() throws Exception {
        Secret configured = new Secret("configured for several processes, all of them");
        assertThat(AgentKey.load(dir, configured)).isEqualTo(configured);
        assertThat(dir.resolve("agent.key")).doesNotExist();
    }

    @Test
    void a_damaged_file_is_not_taken_for_a_secret() throws Exception {
        Files.writeString(dir.resolve("agent.key"), "");
        assertThatThrownBy(() -> AgentKey.load(dir, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("BARIUM_AGENT_KEY");
    }
}
