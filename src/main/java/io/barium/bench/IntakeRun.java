package io.barium.bench;

import io.barium.db.PostgresAddress;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The slices of {@code bench intake}, taken in turn, so that what disturbs the machine disturbs all of them alike. */
final class IntakeRun implements AutoCloseable {
    static final List<Integer> CONNECTIONS = List.of(1, 64, 256, 1_024);
    static final List<Integer> INSERTS = List.of(1, 64);
    static final List<Integer> APPENDS = List.of(64, 1_024);
    static final String WRITER = "writer";
    static final String WRITER_2K = "writer-2k";
    /** The row of the writer's goals: a text message of usual length, in Twilio's form of 600 bytes. */
    private static final String MESSAGE = "message";

    private static final int MESSAGE_LENGTH = 160;
    private static final int USUAL = 64;
    /** More than any of these has answered in a second so far; what is left over is thrown away. */
    private static final int FIRST_GUESS = 40_000;

    private static final int BARE_PATIENCE = 300;
    private static final int WARM_ALERTS = 60;
    private static final int WARM_ALERT_SECONDS = 25;
    /** Short slices are for seeing that it works. */
    private static final int WARM_ALERT_SLICES = 13;

    /** About what is written before a checkpoint gives back what it no longer needs. */
    private static final int LOG_FILES = 128;

    private static final int LOG_FILES_A_SECOND = 64;

    private static final int WARM_SLICES = 10;
    private static final int WARM_REQUESTS = 200_000;

    private final Workplace place;
    private final double seconds;
    private final MailSink sink;
    private final ServiceProcess service;
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress database;
    private final PostgresAddress writersDatabase;
    private final WriterAlone writer;
    private final AlertDelay alerts;
    private final Process bare;
    private final int barePort;
    private final Map<String, SingleInserts> inserts = new HashMap<>();
    private final Map<String, Integer> expected = new HashMap<>();
    private final Figures figures = new Figures();
    private final Map<String, Integer> badAnswers = new TreeMap<>();

    private IntakeRun(Workplace place, double seconds, MailSink sink, ServiceProcess service) throws IOException {
        this.place = place;
        this.seconds = seconds;
        this.sink = sink;
        this.service = service;
        this.database = service.database();
        this.writersDatabase = service.database(WRITER);
        this.writer = new WriterAlone(writersDatabase);
        this.alerts = new AlertDelay(service, sink);
        this.barePort = Workplace.freePort();
        this.bare = place.start(
                Jvm.command(List.of(), "bench", "bare", "--port", String.valueOf(barePort)), place.path("bare.log"));
    }

    /**
     * Starts the service and what it is compared with.
     *
     * @param seconds that each slice lasts
     */
    static IntakeRun start(Workplace place, double seconds) throws IOException {
        MailSink sink = new MailSink();
        BenchSettings settings = new BenchSettings(Workplace.freePort(), 0, sink.port(), null);
        System.err.println("starting the service");
        return new IntakeRun(
                place,
                seconds,
                sink,
                ServiceProcess.start(place, "service", settings, Jvm.archiveOption())
                        .ready());
    }

    Figures figures() {
        return figures;
    }

    /** Answers other than 200, by what was asked and the status. */
    Map<String, Integer> badAnswers() {
        return badAnswers;
    }

    /** Lets the compilers settle, and has one row of each kind stored. */
    void warmUp(Set<Part> parts) throws IOException {
        System.err.println("warming up");
        UsedLog.make(vertx, database, (int) Math.min(LOG_FILES, LOG_FILES_A_SECOND * seconds));
        awaitBare();
        for (Kind kind : Kind.values()) {
            if (parts.contains(Part.valueOf(kind.name()))) {
                warm(kind, service.port());
                warm(kind, barePort);
                compareWith(kind.label(), database, kind.source());
            }
        }
        if (parts.contains(Part.WRITER)) {
            for (int i = 0; i < WARM_SLICES; i++) {
                writer.run(USUAL, seconds, WriterAlone.entries(MESSAGE, MESSAGE_LENGTH));
            }
            compareWith(WRITER, writersDatabase, MESSAGE);
        }
        if (parts.contains(Part.ALERT)) {
            alerts.plant(vertx);
            alerts.run(WARM_ALERTS, (int) Math.ceil(Math.min(WARM_ALERT_SECONDS, WARM_ALERT_SLICES * seconds)));
        }
    }

    private void compareWith(String series, PostgresAddress address, String source) throws IOException {
        SingleInserts single = SingleInserts.open(vertx, address, source);
        single.run(USUAL, seconds);
        inserts.put(series, single);
    }

    /** Until the compilers have seen enough of it, or so many slices. */
    private void warm(Kind kind, int port) throws IOException {
        int seen = 0;
        for (int i = 0; i < WARM_SLICES && seen < WARM_REQUESTS; i++) {
            seen += load(kind.label() + ".warm." + port, port, kind, USUAL).total();
        }
    }

    /** One slice of everything. */
    void slice(Set<Part> parts) throws IOException {
        for (Kind kind : Kind.values()) {
            if (parts.contains(Part.valueOf(kind.name()))) {
                insert(kind.label());
                for (int connections : CONNECTIONS) {
                    figures.add(kind.label() + ".http." + connections, service(kind, connections));
                }
                bare(kind);
            }
        }
        if (parts.contains(Part.WRITER)) {
            insert(WRITER);
            for (int inFlight : APPENDS) {
                append(WRITER, inFlight, MESSAGE, MESSAGE_LENGTH);
                append(WRITER_2K, inFlight, Kind.TWILIO.source(), SignedRequests.LONG_MESSAGE);
            }
        }
        if (parts.contains(Part.ALERT)) {
            service.quiet();
            AlertDelay.Delays delays = alerts.run(AlertDelay.PER_SECOND, (int) Math.ceil(seconds));
            note("alert", delays.toAnswer());
            figures.add("alert.answer", delays.toAnswer(), Map.of());
            figures.add("alert.mail", delays.toMail(), Map.of("missing", (double) delays.missing()));
        }
    }

    private void insert(String series) throws IOException {
        SingleInserts single = java.util.Objects.requireNonNull(inserts.get(series));
        for (int inFlight : INSERTS) {
            service.quiet();
            long before = service.databaseCpuMicros();
            Slice slice = single.run(inFlight, seconds);
            double cpu = (double) (service.databaseCpuMicros() - before) / slice.total();
            figures.add(series + ".single." + inFlight, slice, Map.of("databaseCpuMicros", cpu));
            @Nullable Slice bench = single.pgbench(inFlight, (int) Math.ceil(seconds), place.path("insert.sql"));
            if (bench != null) {
                figures.add(
                        series + ".pgbench." + inFlight,
                        Map.of("perSecond", bench.perSecond(), "meanMicros", bench.micros(0)));
            }
        }
    }

    private Map<String, Double> service(Kind kind, int connections) throws IOException {
        String name = kind.label() + ".http." + connections;
        Requests requests = requests(name, kind);
        service.quiet();
        try (ClosedLoop loop = new ClosedLoop(service.port(), connections, requests)) {
            ServiceReading before = ServiceReading.of(service);
            Slice slice = loop.run(seconds);
            ServiceReading after = ServiceReading.of(service);
            note(name, slice);
            Map<String, Double> metrics = Figures.of(slice);
            metrics.putAll(after.since(before, slice.total()));
            service.quiet();
            metrics.put(
                    "settledCpuMicros", (double) (Proc.cpuMicros(service.pid()) - before.cpuMicros()) / slice.total());
            return metrics;
        }
    }

    private void bare(Kind kind) throws IOException {
        String name = kind.label() + ".bare." + USUAL;
        long before = Proc.cpuMicros(bare.pid());
        Slice slice = load(name, barePort, kind, USUAL);
        double cpu = (double) (Proc.cpuMicros(bare.pid()) - before) / slice.total();
        figures.add(name, slice, Map.of("cpuMicros", cpu));
    }

    private Slice load(String name, int port, Kind kind, int connections) throws IOException {
        Requests requests = requests(name, kind);
        try (ClosedLoop loop = new ClosedLoop(port, connections, requests)) {
            Slice slice = loop.run(seconds);
            note(name, slice);
            return slice;
        }
    }

    private void append(String series, int inFlight, String source, int length) throws IOException {
        String name = series + "." + inFlight;
        service.quiet();
        figures.add(name, writer.run(inFlight, seconds, WriterAlone.entries(source, length)), Map.of());
    }

    private Requests requests(String name, Kind kind) {
        return new SignedRequests(service.port()).of(kind, enough(name));
    }

    /** So many that they do not run out, and not many more. */
    private int enough(String name) {
        Integer before = expected.get(name);
        return before == null ? (int) (FIRST_GUESS * seconds) : before * 2 + 1_000;
    }

    private void note(String name, Slice slice) {
        expected.merge(name, slice.total(), Math::max);
        slice.bad().forEach((status, n) -> badAnswers.merge(name + " " + status, n, Integer::sum));
    }

    private void awaitBare() throws IOException {
        for (int i = 0; true; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), barePort).close();
                return;
            } catch (IOException e) {
                if (i == BARE_PATIENCE || !bare.isAlive()) {
                    throw new IOException("the bare route does not start", e);
                }
                ServiceProcess.pause(100);
            }
        }
    }

    @Override
    public void close() throws IOException {
        List<AutoCloseable> parts =
                List.of(writer, () -> vertx.close().await(), service, () -> Workplace.end(bare), sink);
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("closing failed: " + e);
            }
        }
    }
}
