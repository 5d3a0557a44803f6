// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import io.shelver.stream.ShelverStreams;
import io.shelver.stream.ShelverTopology;
import io.shelver.stream.StreamListener;
import io.shelver.stream.StreamProperties;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.workbench.PlainLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** A way to turn uploads into outcomes, to be started and measured. */
interface MeasuredFlow {

    /** Starts it and returns as soon as it takes uploads. */
    Running start(StreamSettings settings) throws InterruptedException;

    /** A started flow; closing it waits until it has stopped. */
    interface Running extends AutoCloseable {
        /** @throws StreamException if it has failed */
        void check();

        @Override
        void close();
    }

    /** The flow as the service runs it. */
    static MeasuredFlow exactlyOnce(MeasuredClassifier measured, EventFormat format) {
        return settings -> running(ShelverStreams.of(settings, format, measured.classifier(),
                measured.bundle().taxonomy(), InstantSource.system(), measured.steps().stream()));
    }

    /** The same flow without transactions. */
    static MeasuredFlow atLeastOnce(MeasuredClassifier measured, EventFormat format) {
        return settings -> {
            Properties properties = StreamProperties.of(settings);
            properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
            StreamListener listener = measured.steps().stream();
            ShelverTopology flow = new ShelverTopology(settings, format, measured.classifier(),
                    measured.bundle().taxonomy(), InstantSource.system(), listener);
            return running(ShelverStreams.of(settings, properties, flow, listener));
        };
    }

    /** A loop of consumer, classifier and producer without any guarantee. */
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
            throw new StreamException("the flow did not start: "
                    + streams.diagnosis().orElse("it took more than %d s".formatted(patience.toSeconds())));
        }
        return new Running() {
            @Override
            public void check() {
                streams.failure().ifPresent(failure -> {
                    throw new StreamException("the flow stopped: " + streams.diagnosis().orElseThrow(), failure);
                });
            }

            @Override
            public void close() {
                if (!streams.close(patience)) {
                    throw new StreamException("the flow did not stop within %d s".formatted(patience.toSeconds()));
                }
            }
        };
    }
}
