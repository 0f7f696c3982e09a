package io.barium.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Makes the class data sharing archive: lets the packaged service do once what it does for a living, and has its JVM
 * write down which classes that took. The archive fits this JVM and these jars at these paths only; others pass over
 * it.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description =
                "Runs the packaged service for some seconds on temporary data and archives the classes that it loaded.")
final class Rehearsal implements Callable<Integer> {
    private static final int OF_EACH_KIND = 40;
    private static final int CONNECTIONS = 4;
    private static final double SECONDS = 10;
    private static final List<String> PAGES = List.of(
            "/",
            "/console",
            "/console/login",
            "/console/contacts",
            "/health/ready",
            "/metrics",
            "/api/v1/contacts",
            "/api/v1/openapi.json",
            "/hooks/unknown");

    @Option(names = "--archive", required = true, paramLabel = "FILE", description = "to write")
    Path archive = Path.of("barium.jsa");

    /** Without an archive everything works, only slower: so nothing here is fatal. */
    @Override
    public Integer call() throws Exception {
        Files.deleteIfExists(archive);
        try {
            rehearse();
        } catch (IOException | RuntimeException e) {
            System.err.println("barium: no class data sharing archive: " + e.getMessage());
            return 0;
        }
        return 0;
    }

    private void rehearse() throws IOException {
        if (Jvm.jar() == null) {
            throw new IOException("it is made of the packaged jar only");
        }
        Vertx vertx = Vertx.vertx();
        try (Workplace place = new Workplace();
                MailSink sink = new MailSink()) {
            int smtp = Workplace.freePort();
            BenchSettings settings = new BenchSettings(Workplace.freePort(), smtp, sink.port(), null);
            List<String> options = List.of("-XX:ArchiveClassesAtExit=" + archive.toAbsolutePath());
            try (ServiceProcess service =
                    ServiceProcess.start(place, "rehearsal", settings, options).ready()) {
                play(service, sink, smtp, vertx);
            }
        } finally {
            vertx.close().await();
        }
    }

    private static void play(ServiceProcess service, MailSink sink, int smtp, Vertx vertx) throws IOException {
        for (Kind kind : Kind.values()) {
            Requests requests = new SignedRequests(service.port()).of(kind, OF_EACH_KIND);
            try (ClosedLoop loop = new ClosedLoop(service.port(), CONNECTIONS, requests)) {
                loop.run(SECONDS);
            }
        }
        for (String page : PAGES) {
            service.status(page);
        }
        greet(smtp);
        AlertDelay alerts = new AlertDelay(service, sink);
        alerts.plant(vertx);
        alerts.run(AlertDelay.PER_SECOND, 1);
    }

    /** A mail by SMTP to one of ours. */
    private static void greet(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String dialogue = String.join(
                    "\r\n",
                    "EHLO bench.example",
                    "MAIL FROM:<a@evil.example>",
                    "RCPT TO:<ann@ours.example>",
                    "DATA",
                    "From: a@evil.example",
                    "To: ann@ours.example",
                    "Subject: hello",
                    "",
                    "hello",
                    ".",
                    "QUIT",
                    "");
            socket.setSoTimeout((int) (SECONDS * 1_000));
            socket.getInputStream().read();
            socket.getOutputStream().write(dialogue.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
