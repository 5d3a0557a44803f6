// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import java.time.Duration;
import java.util.Locale;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress on standard error: a bar on a terminal, else a plain line every ten seconds. */
final class ProgressDisplay implements AutoCloseable {
    /** The total is unknown. */
    static final long UNKNOWN = -1;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final String task;
    private final long total;
    private final @Nullable ProgressBar bar;
    private final long started = System.nanoTime();
    private long done;
    private long lastLine = started;

    ProgressDisplay(String task, long total) {
        this.task = task;
        this.total = total;
        this.bar = System.console() == null
                ? null
                : new ProgressBarBuilder().setTaskName(task).setInitialMax(total).setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(250)
                        .showSpeed().clearDisplayOnFinish().build();
    }

    synchronized void step(long steps) {
        done += steps;
        if (bar != null) {
            bar.stepTo(done);
        } else if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            System.err.printf(Locale.ROOT, "%s: %,d%s (%,.0f/s)%n", task, done,
                    total == UNKNOWN ? "" : String.format(Locale.ROOT, " of %,d", total), done / seconds());
        }
    }

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
