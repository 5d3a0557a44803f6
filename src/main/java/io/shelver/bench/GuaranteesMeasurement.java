// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets the same uploads go through the flow with and without its guarantee, in turns, so that a machine that slows down slows all. */
final class GuaranteesMeasurement {
    private static final int ROUNDS = 3;

    private final Pipeline pipeline;
    private final Subject subject;
    private final Duration most;

    /**
     * @param most
     *            for each pass, after which the rest is left
     */
    GuaranteesMeasurement(Pipeline pipeline, Subject subject, Duration most) {
        this.pipeline = pipeline;
        this.subject = subject;
        this.most = most;
    }

    Guarantees measure(long records) throws InterruptedException {
        StreamSettings uploads = pipeline.topics("guarantees");
        pipeline.fill(uploads, records);
        List<Double> exactly = new ArrayList<>();
        List<Double> atLeast = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            exactly.add(pass("exactly-once-" + round, Flow.exactlyOnce(subject, pipeline.format()), uploads, records));
            atLeast.add(pass("at-least-once-" + round, Flow.atLeastOnce(subject, pipeline.format()), uploads,
                    records));
            plain.add(pass("plain-" + round, Flow.plain(subject, pipeline.format()), uploads, records));
        }
        return new Guarantees(median(exactly), median(atLeast), median(plain));
    }

    private double pass(String run, Flow flow, StreamSettings uploads, long records) throws InterruptedException {
        return pipeline.pass(pipeline.topics(run, uploads), flow, subject.steps(), records, most).perSecond();
    }

    static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
