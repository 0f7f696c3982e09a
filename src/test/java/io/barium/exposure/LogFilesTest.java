package io.barium.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("alone")
class LogFilesTest {
    /** A short form of the measurement; {@code -Dexposure.rows=1000000} is the long one. */
    private static final int ROWS = Integer.getInteger("exposure.rows", 100_000);

    @TempDir
    Path dir;

    @Test
    void csv_is_read_by_its_header_and_faults_have_their_line() throws Exception {
        List<LogRow> rows = read("log.csv", """
                \uFEFFrow,at,agent,action,queue,export,ip
                row-1,2026-03-01T10:00:00Z,anna,view,"billing, all",,10.0.0.1
                row-1,2026-03-01 11:00:00.123456789+01,anna,,,"dun
                ning",10.0.0.1
                row-1,yesterday,anna,VIEW,,,
                row-1,2026-03-01T10:00:00,anna,VIEW,,,
                row-1,2026-03-01T10:00:00Z,anna,EDIT,,,
                row-1,2026-03-01T10:00:00Z,,VIEW,billing,,
                ,2026-03-01T10:00:00Z,anna,VIEW,,,
                row-1,2026-03-01T10:00:00Z,anna
                row-1,2026-03-01T10:00:00Z,%s,VIEW,,,
                row-1,2026-03-01T10:00:00Z,last,VIEW,,,
                """.formatted("x".repeat(201)), Map.of());
        assertThat(rows.get(0))
                .isEqualTo(new LoggedAccess(
                        2,
                        Instant.parse("2026-03-01T10:00:00Z"),
                        Action.VIEW,
                        "row-1",
                        "anna",
                        null,
                        "billing, all",
                        null,
                        null));
        assertThat(faults(rows))
                .containsExactly("3 export", "5 at", "6 at", "7 action", "8 agent", "9 row", "10 row", "11 agent");
        assertThat(rows.get(9)).isInstanceOf(LoggedAccess.class);
        assertThat(rows.get(9).number()).isEqualTo(12);
    }

    @Test
    void json_lines_are_read_each_on_its_own() throws Exception {
        String good = "{\"at\":\"2026-03-01T10:00:00+02:00\",\"row\":4711,\"integration\":\"crm\",\"ip\":1}";
        List<LogRow> rows = read(
                "log.jsonl",
                good + "\n\n{\"at\":\n[]\n{\"at\":1,\"row\":\"r\",\"agent\":\"a\"}\n{\"row\":{}}\n"
                        + "{\"row\":\"r\",\"row\":\"s\"}\n{\"at\":\"" + "9".repeat(70_000) + "\"}\n" + good,
                Map.of());
        assertThat(rows.get(0))
                .isEqualTo(new LoggedAccess(
                        1, Instant.parse("2026-03-01T08:00:00Z"), Action.VIEW, "4711", null, null, null, null, "crm"));
        assertThat(faults(rows)).containsExactly("3 row", "4 row", "5 at", "6 row", "7 row", "8 row");
        assertThat(rows.get(rows.size() - 1)).isInstanceOf(LoggedAccess.class);
    }

    @ParameterizedTest
    @CsvSource({"a\u0000b", "a\u0007b", "a\uFFFDb"})
    void text_that_no_database_or_screen_should_see_is_a_fault(String agent) throws Exception {
        String line = "{\"at\":\"2026-03-01T10:00:00Z\",\"row\":\"r\",\"agent\":"
                + io.vertx.core.json.Json.encode(agent) + "}";
        assertThat(faults(read("log.jsonl", line, Map.of()))).containsExactly("1 agent");
    }

    @Test
    void bytes_that_are_no_utf_8_are_a_fault_of_their_row() throws Exception {
        Path file = dir.resolve("latin1.csv");
        Files.write(
                file,
                "row,at,agent\nr,2026-03-01T10:00:00Z,M\u00fcller\nr,2026-03-01T10:00:00Z,Meier\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        List<LogRow> rows = all(LogFormat.of(file).open(file, Map.of()));
        assertThat(faults(rows)).containsExactly("2 agent");
        assertThat(rows).hasSize(2);
    }

    @Test
    void a_file_may_call_its_columns_as_it_likes_and_what_is_not_used_is_told() throws Exception {
        Path file = Files.writeString(
                dir.resolve("x.csv"), "at,agent_id,action,customer_id\n2026-03-01T10:00:00Z,7,VIEW,r\n");
        try (LogReader log = LogFormat.CSV.open(file, Map.of("row", "customer_id", "agent", "agent_id"))) {
            assertThat(log.next()).isInstanceOf(LoggedAccess.class);
            assertThat(log.ignored()).isEmpty();
        }
        try (LogReader log = LogFormat.CSV.open(file, Map.of("row", "customer_id"))) {
            assertThat(log.ignored()).containsExactly("agent_id");
        }
        assertThatThrownBy(() -> LogFormat.CSV.open(file, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"row\"");
        assertThatThrownBy(() -> LogFormat.CSV.open(file, Map.of("row", "nowhere")))
                .hasMessageContaining("\"nowhere\" for row");
        assertThatThrownBy(() -> LogFormat.CSV.open(file, Map.of("colour", "red")))
                .hasMessageContaining("found colour");
    }

    @Test
    void a_file_that_breaks_off_is_taken_up_to_there_and_the_break_is_told() throws Exception {
        try (Planted bed = new Planted()) {
            bed.plant("row-1", Planted.PLANTED_AT);
            Path file = Files.writeString(
                    dir.resolve("broken.csv"),
                    "row,at,agent\nrow-1,2026-03-01T10:00:00Z,anna\nrow-1,2026-03-01T10:00:00Z,\""
                            + "x".repeat(300_000));
            try (LogReader log = LogFormat.CSV.open(file, Map.of())) {
                ImportReport report = new FileImport(bed.recorder, soFar -> {}).run(Planted.SYSTEM, log);
                assertThat(report.stored()).isEqualTo(1);
                assertThat(report.faults())
                        .extracting(RowFault::why)
                        .singleElement()
                        .asString()
                        .contains("the rest was not read");
            }
        }
    }

    @Test
    void a_long_file_is_streamed_and_its_speed_is_printed() throws Exception {
        try (Planted bed = new Planted()) {
            for (int i = 0; i < 500; i++) {
                bed.plant("row-" + i * 136, Planted.PLANTED_AT);
            }
            Path file = dir.resolve("long.csv");
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                out.write("at,row,agent,action,queue\n");
                for (int i = 0; i < ROWS; i++) {
                    out.write(Instant.parse("2026-02-01T00:00:00Z").plusSeconds(i * 7L) + ",row-" + (i * 31L) % 68_000
                            + ",agent-" + i % 200 + ",VIEW,queue-" + i % 10 + "\n");
                }
            }
            for (String pass : List.of("first", "again")) {
                long start = System.nanoTime();
                try (LogReader log = LogFormat.CSV.open(file, Map.of())) {
                    ImportReport report = new FileImport(bed.recorder, soFar -> {}).run(Planted.SYSTEM, log);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    System.out.printf(
                            "exposures %s: %,d rows in %.1f s, %,.0f rows/s, stored %,d%n",
                            pass, report.rows(), seconds, report.rows() / seconds, report.stored());
                    assertThat(report.rows()).isEqualTo(ROWS);
                    assertThat(report.faulty()).isZero();
                    assertThat(report.stored()).isEqualTo(pass.equals("first") ? 2 * report.planted() : 0);
                    assertThat(report.planted()).isPositive();
                }
            }
        }
    }

    private List<LogRow> read(String name, String content, Map<String, String> names) throws IOException {
        Path file = Files.writeString(dir.resolve(name), content);
        return all(LogFormat.of(file).open(file, names));
    }

    private static List<LogRow> all(LogReader reader) throws IOException {
        List<LogRow> rows = new ArrayList<>();
        try (reader) {
            for (LogRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<String> faults(List<LogRow> rows) {
        return rows.stream()
                .filter(r -> r instanceof RowFault)
                .map(r -> r.number() + " " + ((RowFault) r).field())
                .toList();
    }
}
