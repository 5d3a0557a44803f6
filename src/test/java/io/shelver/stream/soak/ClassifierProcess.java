// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.ShelverTopology;
import io.shelver.stream.StreamListener;
import io.shelver.stream.StreamProperties;
import io.shelver.stream.Streams;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.StreamSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import sun.misc.Signal;

/** The stream as a process of its own, to be killed: prints a line when it runs, and one that says what stopped it. */
final class ClassifierProcess {
    /** How a process ends that was told to stop and could not in time. */
    static final int STUCK = 3;

    /** As {@code run} has it, after the deadline of a batch. */
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(10);

    private ClassifierProcess() {
    }

    /** What the process classifies with; named by its class, which has a constructor without parameters. */
    interface Models {
        Classifier classifier();

        Taxonomy taxonomy();
    }

    /** How sure it is to lose and to repeat nothing. */
    enum Variant {
        EXACTLY_ONCE,
        /** What waits in a batch dies with the process. */
        WITHOUT_CHANGE_LOG,
        /** Whatever was not committed is done again. */
        AT_LEAST_ONCE
    }

    static JavaProcess start(StreamSettings settings, Class<? extends Models> models, Variant variant,
            Path errors) throws IOException {
        String overrides = settings.overrides().entrySet().stream()
                .map(override -> override.getKey() + "=" + override.getValue()).collect(Collectors.joining(","));
        return JavaProcess.start(ClassifierProcess.class, errors, settings.bootstrapServers(), models.getName(),
                variant.name(), overrides);
    }

    public static void main(String[] args) throws Exception {
        JavaProcess.endWithParent();
        Map<String, String> overrides = Arrays.stream(args[3].split(",")).filter(override -> !override.isEmpty())
                .map(override -> override.split("=", 2))
                .collect(Collectors.toMap(override -> override[0], override -> override[1]));
        StreamSettings settings = Streams.settings(args[0], overrides);
        Models models = (Models) Class.forName(args[1]).getDeclaredConstructor().newInstance();
        ShelverStreams streams = streams(settings, models, Variant.valueOf(args[2]));
        // As `run` does: a shutdown hook would run beside the one in which ONNX Runtime frees itself.
        Signal.handle(new Signal("TERM"), signal -> {
            stop(streams, settings.batchDeadline().plus(TIME_TO_CLOSE));
            System.exit(0);
        });
        streams.start();
        if (streams.awaitRunning(Duration.ofMinutes(5))) {
            System.out.println("running");
        }
        streams.awaitStopped();
        if (streams.failure().isPresent()) {
            Throwable failure = streams.failure().get();
            failure.printStackTrace();
            System.out.println(failure.getClass().getSimpleName());
            System.exit(1);
        }
        // Told to stop: that thread ends the process.
        Thread.currentThread().join();
    }

    private static ShelverStreams streams(StreamSettings settings, Models models, Variant variant) {
        ShelverTopology flow = new ShelverTopology(settings, SingleObjectFormat.ofThisRelease(), models.classifier(),
                models.taxonomy(), InstantSource.system(), StreamListener.NONE);
        Topology topology = variant == Variant.WITHOUT_CHANGE_LOG ? flow.buildWithoutChangeLog() : flow.build();
        Properties properties = StreamProperties.of(settings);
        if (variant == Variant.AT_LEAST_ONCE) {
            properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        }
        return new ShelverStreams(flow, topology, settings, properties, StreamListener.NONE);
    }

    private static void stop(ShelverStreams streams, Duration patience) {
        boolean failed = streams.failure().isPresent();
        if (!streams.close(patience) && !failed) {
            Runtime.getRuntime().halt(STUCK);
        }
    }
}
