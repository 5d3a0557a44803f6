// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the flow with more stream threads and with longer backlogs. */
final class ScalingMeasurement {
    private static final int[] THREADS = {1, 2, 4};
    private static final int[] GROWTH = {1, 10, 100};

    private final Testbed testbed;
    private final MeasuredClassifier measured;

    ScalingMeasurement(Testbed testbed, MeasuredClassifier measured) {
        this.testbed = testbed;
        this.measured = measured;
    }

    /**
     * @param records
     *            the number of uploads for each number of threads; the smallest backlog is a fifth of it
     * @param most
     *            the longest time for that many uploads; those that are left after it do not count
     */
    Scaling measure(long records, Duration most) throws InterruptedException {
        List<Scaling.Threads> threads = new ArrayList<>();
        for (int howMany : THREADS) {
            Throughput throughput = pass(testbed.newRun("threads-" + howMany, howMany), records, most);
            threads.add(new Scaling.Threads(howMany, throughput.perSecond(), throughput.cpuMs()));
        }
        List<Scaling.Backlog> backlogs = new ArrayList<>();
        for (int growth : GROWTH) {
            long uploads = records / 5 * growth;
            Throughput throughput = pass(testbed.newRun("backlog-" + growth), uploads, most.multipliedBy(growth));
            backlogs.add(new Scaling.Backlog(uploads, throughput.cpuMs(), 1e3 / throughput.perSecond()));
        }
        return new Scaling(threads, backlogs);
    }

    private Throughput pass(StreamSettings settings, long records, Duration most) throws InterruptedException {
        testbed.fill(settings, records);
        return testbed.pass(settings, MeasuredFlow.exactlyOnce(measured, testbed.format()), measured.steps(), records,
                most);
    }
}
