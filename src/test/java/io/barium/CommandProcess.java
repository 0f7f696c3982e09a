package io.barium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command as a process of its own. */
final class CommandProcess {
    static final long PATIENCE_SECONDS = 120;

    private CommandProcess() {}

    /** How it ended and what it said. */
    record Ended(int code, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    /** Runs it to its end. */
    static Ended run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        List<String> lines;
        try (BufferedReader out = process.inputReader()) {
            lines = out.lines().toList();
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), lines);
    }

    /** Starts it, with no settings but those given. */
    static Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // They are over before the better compiler has paid for itself.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BARIUM_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
