package io.barium;

import io.barium.seed.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress as a bar on standard error, one after the other. */
final class Progressing implements Progress, AutoCloseable {
    private @Nullable ProgressBar bar;
    private String label = "";

    @Override
    public void at(String task, long done, long total) {
        ProgressBar current = bar;
        if (current == null || !task.equals(label)) {
            close();
            label = task;
            current = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .build();
            bar = current;
        }
        current.stepTo(done);
    }

    @Override
    public void close() {
        ProgressBar current = bar;
        bar = null;
        if (current != null) {
            current.close();
        }
    }
}
