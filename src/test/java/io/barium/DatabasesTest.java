package io.barium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.FaultySettings;
import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.provider.Providers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasesTest {
    @TempDir
    Path dir;

    @Test
    void a_data_directory_is_for_one_service_at_a_time_wherever_the_database_is() throws Exception {
        Settings settings = settings(dir.resolve("data"));
        Databases service = Databases.open(settings);
        try (service) {
            assertThatThrownBy(() -> Databases.open(settings))
                    .hasMessageContaining("in use by another Barium")
                    .hasMessageContaining("BARIUM_DATA_DIR");
            try (Databases command = Databases.join(settings)) {
                assertThat(command.barium()).isEqualTo(service.barium());
            }
        }
        Databases.open(settings).close();
    }

    @Test
    void a_data_directory_that_cannot_be_written_to_is_told_with_the_setting_to_mend() throws Exception {
        Settings settings = settings(Files.createFile(dir.resolve("file")).resolve("below"));
        assertThatThrownBy(() -> Databases.open(settings))
                .hasMessageContaining("dataDir")
                .hasMessageContaining("BARIUM_DATA_DIR");
    }

    private static Settings settings(Path dataDir) throws FaultySettings {
        return SettingsReader.read(
                null,
                Map.of("BARIUM_DATA_DIR", dataDir.toString(), "BARIUM_DATABASE_URL", "postgresql://127.0.0.1:1/barium"),
                Providers.variants());
    }
}
