// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.image.FetchedPictures;
import io.shelver.serving.Counters;
import io.shelver.serving.HttpFront;
import io.shelver.serving.ServingBundle;
import io.shelver.serving.StopOrder;
import io.shelver.serving.StopSignals;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.topics.TopicReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code run}: the classifier against your Kafka, until it is told to stop. */
@Command(name = "run", description = "Classifies uploads from your Kafka until it is stopped.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @ParentCommand
    private ShelverCommand shelver;

    @Option(names = "--bootstrap-servers", description = "The Kafka cluster; default: SHELVER_BOOTSTRAP_SERVERS.")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(names = "--schemas", description = "Folder of .avsc files of newer writers; default: SHELVER_SCHEMAS.")
    private Optional<Path> schemas = Optional.empty();

    @Override
    public Integer call() throws InterruptedException, IOException {
        ServiceSettings given = ServiceSettings.serving(shelver.environment(), bootstrapServers).withSchemas(schemas);
        try (Counters counters = new Counters();
                FetchedPictures pictures = FetchedPictures.open(given.links(), counters.fetches());
                HttpFront http = HttpFront.open(given.http(), counters.meters()::scrape, counters.requests())) {
            // Not in try-with-resources: models may be closed only after the stream is known to have stopped.
            ServingBundle serving = counters.serving(ServingBundle.open(given.models(), pictures, counters::model),
                    given.models());
            LOG.info("serving with {} on {}", serving.bundle().provenance(), serving.models().providers().used());
            http.url().ifPresent(url -> LOG.info("HTTP at {}", url));
            return run(given.withPartitions(prepareTopics(given)), serving, counters, http);
        }
    }

    private int run(ServiceSettings options, ServingBundle serving, Counters counters, HttpFront http)
            throws InterruptedException {
        ShelverStreams streams = counters.streams(ShelverStreams.of(options.stream(), options.format(),
                serving.classifier(), serving.bundle().taxonomy(), InstantSource.system(), counters.stream(serving)),
                options.stream().threads());
        http.show(streams);
        StopOrder order = new StopOrder(shelver::leaveWithoutHooks, http, streams, serving,
                options.models().batchDeadline().plusSeconds(10));
        StopSignals signals = StopSignals.heardBy(order::stop);
        // Not before: until then a signal ends the JVM at once, under whatever a model is asked.
        http.serve(serving);
        streams.start();
        if (streams.awaitRunning(TIMEOUT.multipliedBy(2))) {
            LOG.info("running: {} -> {}, {}, {}", options.stream().topics().uploads(),
                    options.stream().topics().categories(),
                    options.stream().topics().reviews(), options.stream().topics().deadLetters());
        }
        streams.awaitStopped();
        signals.awaitDone();
        streams.diagnosis().ifPresent(what -> LOG.error("stopped, restart after mending: {}", what));
        if (streams.failure().isPresent()) {
            order.stop();
            return 1;
        }
        return 0;
    }

    /** @return the partitions of the uploads topic */
    private static int prepareTopics(ServiceSettings options) {
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), TIMEOUT)) {
            TopicReport report = admin.create();
            report.created().forEach(topic -> LOG.info("created the topic {}", topic));
            report.warnings().forEach(warning -> LOG.warn("{}", warning));
            if (!report.problems().isEmpty()) {
                throw new StreamException("the topics cannot be used: " + String.join("; ", report.problems()));
            }
            return admin.partitions(options.stream().topics().uploads());
        }
    }
}
