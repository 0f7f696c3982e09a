package io.barium.exposure;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells the rows of a batch apart: faulty ones, accesses to rows that are not planted, and the rest, which counts. */
final class Sorting {
    private final Instant now;
    private final Duration skew;
    private final List<LoggedAccess> sound = new ArrayList<>();
    private final List<Exposed> exposed = new ArrayList<>();
    private final List<RowFault> faults = new ArrayList<>();
    private final Set<String> unknownRows = new LinkedHashSet<>();
    private long rows;
    private long faulty;
    private long unknown;

    /** An access to a planted row. */
    record Exposed(LoggedAccess access, long planting) {}

    /** A planting that may be meant. */
    private record Planted(long id, Instant intendedAt) {}

    Sorting(Instant now, Duration skew) {
        this.now = now;
        this.skew = skew;
    }

    /** @param listed whether the agent of an access may be one */
    void add(LogRow row, Predicate<LoggedAccess> listed) {
        rows++;
        if (row instanceof RowFault fault) {
            add(fault);
        } else if (row instanceof LoggedAccess access) {
            if (access.at().isAfter(now.plus(skew))) {
                add(new RowFault(access.number(), LogFields.AT, "expected a time that has come, it is " + now));
            } else if (!listed.test(access)) {
                add(new RowFault(access.number(), LogFields.AGENT, "expected one of exposures.agents"));
            } else {
                sound.add(access);
            }
        }
    }

    /** Keys of the rows that were accessed. */
    String[] rowKeys() {
        return sound.stream().map(LoggedAccess::row).distinct().toArray(String[]::new);
    }

    /**
     * Tells which accesses count.
     *
     * @param plantings {@code id}, {@code row_key} and {@code intended_at} of those with these keys, oldest first
     */
    void match(RowSet<Row> plantings) {
        Map<String, Planted> byRow = new HashMap<>();
        plantings.forEach(p -> byRow.put(
                p.getString("row_key"),
                new Planted(p.getLong("id"), p.getOffsetDateTime("intended_at").toInstant())));
        sound.forEach(access -> match(access, byRow.get(access.row())));
    }

    private void match(LoggedAccess access, @Nullable Planted planted) {
        if (planted == null) {
            unknown++;
            if (unknownRows.size() < ImportReport.MAX_UNKNOWN) {
                unknownRows.add(access.row());
            }
        } else if (access.at().isBefore(planted.intendedAt().minus(skew))) {
            add(new RowFault(
                    access.number(),
                    LogFields.AT,
                    "expected a time after the row was planted, " + planted.intendedAt()));
        } else {
            exposed.add(new Exposed(access, planted.id()));
        }
    }

    private void add(RowFault fault) {
        faulty++;
        if (faults.size() < ImportReport.MAX_FAULTS) {
            faults.add(fault);
        }
    }

    List<Exposed> exposed() {
        return exposed;
    }

    /**
     * What became of the batch.
     *
     * @param exposures that its accesses gave
     * @param stored of them that were new
     */
    ImportReport report(long exposures, long stored) {
        return new ImportReport(
                rows, exposed.size(), stored, exposures - stored, unknown, List.copyOf(unknownRows), faulty, faults);
    }
}
