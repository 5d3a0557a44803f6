// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.stream.EventFormat;
import io.shelver.stream.PlainLoop;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamException;
import io.shelver.stream.StreamSettings;
import java.time.Duration;
import java.time.InstantSource;

/** Something that turns uploads into outcomes once it is started. */
interface MeasuredFlow {

    /** Returns when it takes uploads. */
    Running start(StreamSettings settings) throws InterruptedException;

    /** Under way; closing it waits until it has stopped. */
    interface Running extends AutoCloseable {
        /** @throws StreamException if it has failed */
        void check();

        @Override
        void close();
    }

    /** The flow as it is served. */
    static MeasuredFlow exactlyOnce(MeasuredClassifier measured, EventFormat format) {
        return settings -> running(ShelverStreams.of(settings, format, measured.classifier(),
                measured.bundle().taxonomy(), InstantSource.system(), measured.steps().stream()));
    }

    /** The same without transactions. */
    static MeasuredFlow atLeastOnce(MeasuredClassifier measured, EventFormat format) {
        return settings -> running(ShelverStreams.atLeastOnce(settings, format, measured.classifier(),
                measured.bundle().taxonomy(), InstantSource.system(), measured.steps().stream()));
    }

    /** A loop that promises nothing. */
    static MeasuredFlow plain(MeasuredClassifier measured, EventFormat format) {
        return settings -> {
            PlainLoop loop = PlainLoop.start(settings, format, measured.classifier(), measured.bundle().taxonomy());
            return new Running() {
                @Override
                public void check() {
                    loop.failure().ifPresent(failure -> {
                        throw new StreamException("the plain loop stopped: " + failure.getMessage(), failure);
                    });
                }

                @Override
                public void close() {
                    loop.close();
                }
            };
        };
    }

    private static Running running(ShelverStreams streams) throws InterruptedException {
        Duration patience = Duration.ofSeconds(60);
        streams.start();
        if (!streams.awaitRunning(patience)) {
            streams.close(patience);
            throw new StreamException("the stream did not start: " + streams.diagnosis().orElse("it took too long"));
        }
        return new Running() {
            @Override
            public void check() {
                streams.failure().ifPresent(failure -> {
                    throw new StreamException("the stream stopped: " + streams.diagnosis().orElseThrow(), failure);
                });
            }

            @Override
            public void close() {
                if (!streams.close(patience)) {
                    throw new StreamException("the stream did not stop in time");
                }
            }
        };
    }
}
