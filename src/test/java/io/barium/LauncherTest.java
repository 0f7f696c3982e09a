package io.barium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script in a directory of its own, as it is installed. */
class LauncherTest {
    @TempDir
    Path home;

    @BeforeEach
    void install() throws Exception {
        for (String file : List.of("barium", "barium.options")) {
            Files.copy(Path.of("src/main/bin", file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    @Test
    void it_says_when_the_jar_is_missing() throws Exception {
        assertThat(run(Map.of(), home.resolve("barium"), "version")).contains("no barium.jar beside");
    }

    @Test
    void it_finds_its_jar_through_a_link_and_passes_options_of_the_jvm_on() throws Exception {
        jar();
        Path link = Files.createSymbolicLink(home.resolve("link"), home.resolve("barium"));
        String said = run(Map.of("BARIUM_JAVA_OPTS", "-Xmx300m -XX:+PrintFlagsFinal"), link, "version");
        assertThat(said)
                .contains("barium 0.1.0")
                .containsPattern("UseSerialGC +=.* true")
                .containsPattern("MaxHeapSize +=.* " + (300 << 20) + " ");
    }

    @Test
    void an_archive_that_does_not_fit_is_passed_over_without_a_word() throws Exception {
        jar();
        Files.writeString(home.resolve("barium.jsa"), "not an archive");
        assertThat(run(Map.of(), home.resolve("barium"), "version").lines().toList())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("barium "));
    }

    /** A jar that points to what is tested here. */
    private void jar() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(part -> Path.of(part).toUri().toString())
                                .collect(Collectors.joining(" ")));
        OutputStream file = Files.newOutputStream(home.resolve("barium-9.jar"));
        new JarOutputStream(file, manifest).close();
    }

    private static String run(Map<String, String> environment, Path launcher, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                .toList());
        builder.redirectErrorStream(true).environment().keySet().removeIf(name -> name.startsWith("BARIUM_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (BufferedReader out = process.inputReader()) {
            String said = out.lines().collect(Collectors.joining("\n"));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        }
    }
}
