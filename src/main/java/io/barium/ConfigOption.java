package io.barium;

import io.barium.config.FaultySettings;
import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.provider.Providers;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the settings come from, the same for every command. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "YAML file with the settings; default: the environment's BARIUM_CONFIG. The environment wins over the file.")
    @Nullable
    Path config;

    Settings read() throws FaultySettings {
        Map<String, String> environment = System.getenv();
        String named = environment.get("BARIUM_CONFIG");
        Path file = config != null || named == null ? config : Path.of(named);
        return SettingsReader.read(file, environment, Providers.variants());
    }
}
