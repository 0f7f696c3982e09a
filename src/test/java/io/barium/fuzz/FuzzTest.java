package io.barium.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.provider.fixture.Fixture;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every target: first over its corpus, then under a fuzzer in a process of its own. {@code -Dfuzz.seconds=600
 * -Dfuzz.seed=0} makes the second part long and draws its inputs anew; what it finds it leaves in {@code target/fuzz},
 * and belongs in the corpus once it is mended.
 */
@Execution(ExecutionMode.CONCURRENT)
class FuzzTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");
    private static final Path OUTPUT = Path.of("target/fuzz");
    private static final Path FIXTURES = OUTPUT.resolve("fixtures");
    /** They are many. */
    private static final int PROVIDERS_SHARE = 5;

    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 3);
    /** The same in each build, so that a build that fails can be repeated; 0 draws one. */
    private static final int SEED = Integer.getInteger("fuzz.seed", 1);

    static List<Class<?>> targets() {
        return List.of(
                AddressFuzz.class,
                AuthResultsFuzz.class,
                CampaignFuzz.class,
                EncodedWordsFuzz.class,
                FormFuzz.class,
                HeaderParametersFuzz.class,
                JsonEventFuzz.class,
                MailgunStampFuzz.class,
                MimeFuzz.class,
                MultipartFuzz.class,
                PresentedSecretFuzz.class,
                ProviderFuzz.class,
                StandardWebhooksFuzz.class,
                TwilioSignatureFuzz.class);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void every_target_holds_on_its_corpus(Class<?> target) throws Throwable {
        List<Path> files = files(corpus(target));
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            try {
                target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) Files.readAllBytes(file));
            } catch (InvocationTargetException e) {
                throw new AssertionError(file + ": " + e.getCause(), e.getCause());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void every_target_holds_on_what_a_fuzzer_thinks_of(Class<?> target) throws Exception {
        Path found = Files.createDirectories(OUTPUT.resolve(target.getSimpleName()));
        Path log = found.resolve("log");
        Process fuzzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        // A short run is over before the better compiler has paid for itself.
                        "-XX:TieredStopAtLevel=" + (SECONDS < 60 ? 1 : 4),
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                OUTPUT.resolve("lib") + File.separator + "*",
                                "target/test-classes",
                                "target/classes",
                                Files.readString(OUTPUT.resolve("classpath"))),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=io.barium.**",
                        "--custom_hook_includes=io.barium.**",
                        "--reproducer_path=" + found,
                        "-artifact_prefix=" + found + File.separator,
                        "-max_total_time=" + seconds(target),
                        "-seed=" + SEED,
                        "-timeout=10",
                        "-max_len=65536",
                        Files.createDirectories(found.resolve("corpus")).toString(),
                        corpus(target).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = fuzzer.waitFor(seconds(target) + 120L, TimeUnit.SECONDS);
        fuzzer.destroyForcibly();
        String said = Files.readString(log);
        assertThat(ended && fuzzer.exitValue() == 0)
                .as("%s%n%s", reproducers(found), said.substring(Math.max(0, said.length() - 5_000)))
                .isTrue();
        assertThat(said).containsPattern("Done [1-9][0-9]* runs");
    }

    private static Path corpus(Class<?> target) {
        return target == ProviderFuzz.class ? FIXTURES : CORPUS.resolve(target.getSimpleName());
    }

    /** All providers share one target, whose corpus are their fixtures and what was found before. */
    @BeforeAll
    static void writes_fixtures() throws IOException {
        Files.createDirectories(FIXTURES);
        for (Fixture f : Fixture.all()) {
            byte[] start = (f.provider().id() + "\n" + String.join("\r\n", f.head()) + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            byte[] all = Arrays.copyOf(start, start.length + f.body().length);
            System.arraycopy(f.body(), 0, all, start.length, f.body().length);
            Files.write(FIXTURES.resolve(f.name().replace('/', '-')), all);
        }
        for (Path found : files(CORPUS.resolve(ProviderFuzz.class.getSimpleName()))) {
            Files.copy(found, FIXTURES.resolve(found.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int seconds(Class<?> target) {
        return target == ProviderFuzz.class ? PROVIDERS_SHARE * SECONDS : SECONDS;
    }

    private static String reproducers(Path found) throws IOException {
        StringBuilder out = new StringBuilder();
        for (Path file : files(found)) {
            if (file.getFileName().toString().matches("(crash|timeout|oom)-.*")) {
                out.append(file.getFileName())
                        .append(" in base64: ")
                        .append(Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private static List<Path> files(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
