// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The flow with more threads, and with more to do. */
final class ScalingMeasurement {
    private static final int[] THREADS = {1, 2, 4};
    private static final int[] GROWTH = {1, 10, 100};

    private final Pipeline pipeline;
    private final Subject subject;

    ScalingMeasurement(Pipeline pipeline, Subject subject) {
        this.pipeline = pipeline;
        this.subject = subject;
    }

    /**
     * @param records
     *            for each number of threads; the smallest backlog is a fifth of it
     * @param most
     *            for that many, after which the rest is left
     */
    Scaling measure(long records, Duration most) throws InterruptedException {
        List<Scaling.Threads> threads = new ArrayList<>();
        for (int howMany : THREADS) {
            Passage passage = pass(pipeline.topics("threads-" + howMany, howMany), records, most);
            threads.add(new Scaling.Threads(howMany, passage.perSecond(), passage.cpuMs()));
        }
        List<Scaling.Backlog> backlogs = new ArrayList<>();
        for (int growth : GROWTH) {
            long uploads = records / 5 * growth;
            Passage passage = pass(pipeline.topics("backlog-" + growth), uploads, most.multipliedBy(growth));
            backlogs.add(new Scaling.Backlog(uploads, passage.cpuMs(), 1e3 / passage.perSecond()));
        }
        return new Scaling(threads, backlogs);
    }

    private Passage pass(StreamSettings settings, long records, Duration most) throws InterruptedException {
        pipeline.fill(settings, records);
        return pipeline.pass(settings, Flow.exactlyOnce(subject, pipeline.format()), subject.steps(), records, most);
    }
}
