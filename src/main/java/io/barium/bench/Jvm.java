package io.barium.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of a child: the java that runs here, the launcher's options, the class path of this command. */
final class Jvm {
    private static final String MAIN = "io.barium.Main";

    private Jvm() {}

    /**
     * The command line of one of Barium's commands.
     *
     * @param options further options of the JVM
     */
    static List<String> command(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherOptions());
        command.addAll(options);
        Path jar = jar();
        if (jar == null) {
            command.addAll(List.of("-cp", classPath(), MAIN));
        } else {
            command.addAll(List.of("-jar", jar.toString()));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** The packaged jar that this command runs from; {@code null} when it runs from classes. */
    static @Nullable Path jar() {
        Path first = Path.of(classPath());
        return first.toString().endsWith(".jar") && Files.isRegularFile(first) ? first.toAbsolutePath() : null;
    }

    /** The option with which the launcher uses the archive that lies beside the jar; none when there is none. */
    static List<String> archiveOption() {
        Path jar = jar();
        Path archive = jar == null ? null : jar.resolveSibling("barium.jsa");
        return archive == null || !Files.isReadable(archive) ? List.of() : List.of("-XX:SharedArchiveFile=" + archive);
    }

    /** The options of {@code src/main/bin/barium.options}, which is an argument file of java, one option a line. */
    private static List<String> launcherOptions() throws IOException {
        try (InputStream in = Jvm.class.getResourceAsStream("/barium.options")) {
            if (in == null) {
                throw new IOException("barium.options is not on the class path; build anew");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    /** Started by Maven, the class path is the class loader's. */
    private static String classPath() {
        if (Jvm.class.getClassLoader() instanceof URLClassLoader loader) {
            List<String> parts = new ArrayList<>();
            for (URL url : loader.getURLs()) {
                try {
                    parts.add(Path.of(url.toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException(e);
                }
            }
            return String.join(java.io.File.pathSeparator, parts);
        }
        return System.getProperty("java.class.path");
    }
}
