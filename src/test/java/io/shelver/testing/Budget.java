// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Limits the processor time and the allocated memory of this thread. Other processes on the machine stretch neither of them. */
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

    /** A budget that starts now. */
    public static Budget of(Duration mostTime, long mostBytes) {
        return new Budget(mostTime, mostBytes);
    }

    /**
     * @throws AssertionError
     *             if the thread has used more since the start
     */
    public void requireKept() {
        Duration time = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - startedNanos);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - startedBytes;
        if (time.compareTo(mostTime) > 0 || bytes > mostBytes) {
            throw new AssertionError(
                    "the thread used %d ms of processor time and allocated %,d bytes; allowed are %d ms and %,d bytes"
                            .formatted(time.toMillis(), bytes, mostTime.toMillis(), mostBytes));
        }
    }
}
