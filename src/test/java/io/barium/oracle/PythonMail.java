package io.barium.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Debian's own mail libraries in a process of theirs: src/test/resources/oracle/mail.py. */
public final class PythonMail implements AutoCloseable {
    /** Debian's interpreter, for which apt-get installs. */
    private static final String PYTHON = "/usr/bin/python3";

    /** Why a test is skipped where they are not installed. */
    public static final String MISSING = "Debian's python3-authres, python3-dkim, python3-spf and python3-authheaders"
            + " are not installed: this comparison is skipped (.ci/run installs them)";

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    /** Starts it. */
    public PythonMail() throws IOException {
        process = new ProcessBuilder(
                        PYTHON, Path.of("src/test/resources/oracle/mail.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Whether all of them are there. */
    public static boolean installed() {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return false;
        }
        try {
            Process probe = new ProcessBuilder(PYTHON, "-c", "import authres, authheaders, dkim, spf")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks one question. */
    public JsonObject ask(String what, JsonObject question) throws IOException {
        questions.write(question.copy().put("ask", what).encode() + "\n");
        questions.flush();
        String answer = answers.readLine();
        assertThat(answer).as("answer to %s %s", what, question.encode()).isNotNull();
        return new JsonObject(answer);
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
