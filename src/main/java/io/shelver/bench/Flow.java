// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.stream.ShelverStreams;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.workbench.PlainLoop;
import java.time.Duration;
import java.time.InstantSource;

/** Something that turns uploads into outcomes once it is started. */
interface Flow {

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
    static Flow exactlyOnce(Subject subject, EventFormat format) {
        return settings -> running(ShelverStreams.of(settings, format, subject.classifier(),
                subject.bundle().taxonomy(), InstantSource.system(), subject.steps().stream()));
    }

    /** The same without transactions. */
    static Flow atLeastOnce(Subject subject, EventFormat format) {
        return settings -> running(ShelverStreams.atLeastOnce(settings, format, subject.classifier(),
                subject.bundle().taxonomy(), InstantSource.system(), subject.steps().stream()));
    }

    /** A loop that promises nothing. */
    static Flow plain(Subject subject, EventFormat format) {
        return settings -> {
            PlainLoop loop = PlainLoop.start(settings, format, subject.classifier(), subject.bundle().taxonomy());
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
