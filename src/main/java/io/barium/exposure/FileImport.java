package io.barium.exposure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the access log in a file, of any length. */
public final class FileImport {
    private final Recorder recorder;
    private final Consumer<ImportReport> progress;

    /** @param progress gets what became of the rows so far, after every batch */
    public FileImport(Recorder recorder, Consumer<ImportReport> progress) {
        this.recorder = recorder;
        this.progress = progress;
    }

    /**
     * Reads to the end; blocks. What cannot be read on ends it with a fault in the report.
     *
     * @param system name of the support system, as in plantings
     */
    public ImportReport run(String system, LogReader log) {
        ImportReport report = ImportReport.NOTHING;
        List<LogRow> batch = new ArrayList<>(Recorder.BATCH);
        long number = 0;
        while (true) {
            @Nullable LogRow row;
            try {
                row = log.next();
            } catch (IOException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                batch.add(new RowFault(
                        number + 1, LogFields.ROW, e.getMessage() + ", the rest was not read: " + cause.getMessage()));
                row = null;
            }
            if (row != null) {
                number = row.number();
                batch.add(row);
            }
            if (row == null || batch.size() == Recorder.BATCH) {
                report = report.plus(recorder.record(system, batch).await());
                progress.accept(report);
                batch = new ArrayList<>(Recorder.BATCH);
            }
            if (row == null) {
                return report;
            }
        }
    }
}
