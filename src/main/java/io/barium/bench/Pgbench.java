package io.barium.bench;

import io.barium.db.PostgresAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's own load generator, where it is on PATH: the same insert, prepared, its values sent each time. */
final class Pgbench {
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

    private Pgbench() {}

    /** Runs it; {@code null} where it is missing. The latency is the mean, because it reports no more. */
    static @Nullable Slice run(
            PostgresAddress database,
            List<SingleInserts.Column> row,
            String eventId,
            int clients,
            int seconds,
            Path script)
            throws IOException {
        List<String> values = new ArrayList<>();
        List<String> command = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared"));
        for (SingleInserts.Column column : row) {
            if (column.name().equals(eventId)) {
                values.add("md5(:a::text || :b::text)");
            } else if (column.value() == null) {
                values.add("null");
            } else {
                String variable = "v" + values.size();
                values.add(":" + variable + "::" + column.type());
                command.addAll(List.of("-D", variable + "=" + column.value()));
            }
        }
        Files.writeString(
                script,
                "\\set a random(0, 9000000000000000000)\n\\set b random(0, 9000000000000000000)\n"
                        + "insert into bench_single ("
                        + row.stream().map(SingleInserts.Column::name).collect(Collectors.joining(", "))
                        + ") values (" + String.join(", ", values) + ") on conflict do nothing;\n");
        command.addAll(List.of(
                "-c",
                String.valueOf(clients),
                "-j",
                String.valueOf(Math.min(clients, Runtime.getRuntime().availableProcessors())),
                "-T",
                String.valueOf(seconds),
                "-f",
                script.toString(),
                "-h",
                database.host(),
                "-p",
                String.valueOf(database.port()),
                "-U",
                database.username(),
                database.database()));
        String said = said(command);
        return said == null ? null : slice(said, seconds);
    }

    private static Slice slice(String said, int seconds) throws IOException {
        Matcher tps = TPS.matcher(said);
        Matcher latency = LATENCY.matcher(said);
        if (!tps.find() || !latency.find()) {
            throw new IOException("pgbench failed: " + said);
        }
        double perSecond = Double.parseDouble(tps.group(1));
        long mean = (long) (Double.parseDouble(latency.group(1)) * 1e6);
        return new Slice(seconds, (int) (perSecond * seconds), Map.of(), new long[] {mean});
    }

    private static @Nullable String said(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return null; // not on PATH
        }
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            Workplace.end(process);
        }
    }
}
