package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.barium.config.Settings.Source;
import io.barium.model.Mail;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.RawHook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the Worker's script for Cloudflare under node, and shows what it sends to the generic provider. */
class CloudflareWorkerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String RAW = "Received: from mail.phish.example by mx.cloudflare.example\r\n"
            + "From: Help <help@phish.example>\r\nTo: nora@ours.example\r\nSubject: Caf\u00e9\r\n\r\nCall 212-555-0123\r\n";

    /** Calls the script as Cloudflare does, with what it is given on the command line. */
    private static final String HARNESS = """
            import worker from "./worker.mjs";
            import { readFileSync } from "node:fs";
            const call = JSON.parse(readFileSync(new URL("./call.json", import.meta.url)));
            const bytes = new TextEncoder().encode(call.raw);
            const rejected = [];
            const message = {
              from: call.from,
              to: call.to,
              headers: new Headers(),
              raw: new ReadableStream({
                start(controller) {
                  controller.enqueue(bytes.slice(0, 10));
                  controller.enqueue(bytes.slice(10));
                  controller.close();
                },
              }),
              rawSize: bytes.length,
              setReject: (reason) => rejected.push(reason),
            };
            let thrown = null;
            try {
              await worker.email(message, { BARIUM_URL: call.url, BARIUM_SECRET: call.secret }, {});
            } catch (e) {
              thrown = String(e.message);
            }
            console.log(JSON.stringify({ thrown, rejected }));
            """;

    private final List<RawHook> came = Collections.synchronizedList(new ArrayList<>());
    private final Generic generic = new Generic();
    private final Source source = Hooks.source("generic", null, null, SECRET);
    private HttpServer server;
    private volatile int answer = 200;

    @TempDir
    Path directory;

    @BeforeEach
    void serve() throws IOException {
        assumeTrue(hasNode(), "no node on the PATH; the Worker for Cloudflare is not tried");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void what_it_sends_is_genuine_and_has_the_right_envelope() throws Exception {
        assertThat(run("bounce@phish.example", "nora@ours.example")
                        .path("thrown")
                        .isNull())
                .isTrue();
        Mail mail = genuine();
        assertThat(mail.envelopeFrom()).isEqualTo("bounce@phish.example");
        assertThat(mail.envelopeTo()).containsExactly("nora@ours.example");
        assertThat(mail.headerFrom()).containsExactly("help@phish.example");
        assertThat(mail.subject()).isEqualTo("Caf\u00e9");
        assertThat(mail.text().strip()).isEqualTo("Call 212-555-0123");
        assertThat(came.get(0).body()).isEqualTo(Hooks.utf8(RAW));
    }

    @Test
    void an_empty_reverse_path_stays_empty() throws Exception {
        run("", "nora@ours.example");
        assertThat(genuine().envelopeFrom()).isNull();
    }

    @Test
    void addresses_beyond_ascii_are_sent_as_utf_8() throws Exception {
        assertThat(run("andr\u00e9@phish.example", "nora@\u00fcns.example")
                        .path("thrown")
                        .isNull())
                .isTrue();
        // This server reads header bytes as Latin-1.
        String from = came.get(0).header("x-envelope-from");
        assertThat(from).isNotNull();
        assertThat(from.getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(Hooks.utf8("<andr\u00e9@phish.example>"));
    }

    @Test
    void the_same_mail_is_one_event_and_one_to_somebody_else_is_another() throws Exception {
        for (String to : new String[] {"nora@ours.example", "nora@ours.example", "otis@ours.example"}) {
            run("bounce@phish.example", to);
        }
        List<String> ids = came.stream().map(hook -> hook.header("webhook-id")).toList();
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 413, 503})
    void whatever_else_is_answered_the_sender_tries_again_and_gets_no_bounce(int status) throws Exception {
        answer = status;
        JsonNode outcome = run("bounce@phish.example", "nora@ours.example");
        assertThat(outcome.path("thrown").asText()).isEqualTo("Barium answered " + status);
        assertThat(outcome.path("rejected")).isEmpty();
    }

    @Test
    void a_mail_that_is_there_already_is_done() throws Exception {
        answer = 409;
        JsonNode outcome = run("bounce@phish.example", "nora@ours.example");
        assertThat(outcome.path("thrown").isNull()).isTrue();
        assertThat(outcome.path("rejected")).isEmpty();
    }

    @Test
    void where_nobody_answers_the_sender_tries_again() throws Exception {
        server.stop(0);
        JsonNode outcome = run("bounce@phish.example", "nora@ours.example");
        assertThat(outcome.path("thrown").asText()).isNotEmpty();
        assertThat(outcome.path("rejected")).isEmpty();
    }

    private Mail genuine() throws Exception {
        RawHook hook = came.get(0);
        assertThat(generic.authenticate(hook, source, hook.receivedAt())).isEqualTo(Authenticity.GENUINE);
        return Hooks.only(generic.read(hook, source), Mail.class);
    }

    private JsonNode run(String from, String to) throws Exception {
        Files.copy(
                Path.of("src/docs/cloudflare-email-worker.js"),
                directory.resolve("worker.mjs"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve("harness.mjs"), HARNESS);
        JSON.writeValue(
                directory.resolve("call.json").toFile(),
                Map.of(
                        "from", from,
                        "to", to,
                        "raw", RAW,
                        "secret", SECRET,
                        "url", "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/main"));
        Process node = new ProcessBuilder("node", "harness.mjs")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return JSON.readTree(said);
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        came.add(new RawHook(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes(),
                Instant.now()));
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    private static boolean hasNode() {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
