// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Holds what this thread does to processor time and to memory, neither of which busy neighbours on the machine stretch. */
public final class Budget {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Duration mostTime;
    private final long mostBytes;
    private final long startedNanos = THREADS.getCurrentThreadCpuTime();
    private final long startedBytes = THREADS.getCurrentThreadAllocatedBytes();

    private Budget(Duration mostTime, long mostBytes) {
        this.mostTime = mostTime;
        this.mostBytes = mostBytes;
    }

    /** From now on. */
    public static Budget of(Duration mostTime, long mostBytes) {
        return new Budget(mostTime, mostBytes);
    }

    /**
     * @throws AssertionError
     *             if more was used since
     */
    public void requireKept() {
        Duration time = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - startedNanos);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - startedBytes;
        if (time.compareTo(mostTime) > 0 || bytes > mostBytes) {
            throw new AssertionError("%d ms of processor time, %,d bytes allocated; allowed are %d ms, %,d bytes"
                    .formatted(time.toMillis(), bytes, mostTime.toMillis(), mostBytes));
        }
    }
}
