// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the same uploads with and without the guarantee. They take turns, so that a slowing machine slows all of them.
 */
final class GuaranteesMeasurement {
    private static final int ROUNDS = 3;

    private final Testbed testbed;
    private final MeasuredClassifier measured;
    private final Duration most;

    /**
     * @param most
     *            the longest time of a pass; uploads that are left after it do not count
     */
    GuaranteesMeasurement(Testbed testbed, MeasuredClassifier measured, Duration most) {
        this.testbed = testbed;
        this.measured = measured;
        this.most = most;
    }

    Guarantees measure(long records) throws InterruptedException {
        StreamSettings uploads = testbed.newRun("guarantees");
        testbed.fill(uploads, records);
        List<Double> exactly = new ArrayList<>();
        List<Double> atLeast = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            exactly.add(pass("exactly-once-" + round, MeasuredFlow.exactlyOnce(measured, testbed.format()), uploads,
                    records));
            atLeast.add(pass("at-least-once-" + round, MeasuredFlow.atLeastOnce(measured, testbed.format()), uploads,
                    records));
            plain.add(pass("plain-" + round, MeasuredFlow.plain(measured, testbed.format()), uploads, records));
        }
        return new Guarantees(median(exactly), median(atLeast), median(plain));
    }

    private double pass(String run, MeasuredFlow flow, StreamSettings uploads, long records)
            throws InterruptedException {
        return testbed.pass(testbed.newRun(run, uploads), flow, measured.steps(), records, most).perSecond();
    }

    static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
