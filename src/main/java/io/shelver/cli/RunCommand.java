// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.serving.PreparedTopics;
import io.shelver.serving.RequiredTopics;
import io.shelver.serving.Service;
import io.shelver.serving.StopSignals;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: the classifier against your Kafka, until it is told to stop. */
@Command(name = "run", description = "Classifies uploads from your Kafka until it is stopped.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private Invocation invocation = new Invocation();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Option(names = "--schemas", description = "Folder of .avsc files of newer writers; default: SHELVER_SCHEMAS.")
    private Optional<Path> schemas = Optional.empty();

    @Override
    public Integer call() throws InterruptedException, IOException {
        ServiceSettings settings = kafka.serving(invocation.environment()).withSchemas(schemas);
        try (Service service = Service.open(settings, invocation::leaveWithoutHooks)) {
            LOG.info("serving with {} on {}", service.serving().bundle().provenance(),
                    service.serving().models().providers().used());
            service.url().ifPresent(url -> LOG.info("HTTP at {}", url));
            if (service.start(settings.stream().bootstrapServers(), RunCommand::topics, StopSignals::heardBy)) {
                Topics topics = settings.stream().topics();
                LOG.info("running: {} -> {}, {}, {}", topics.uploads(), topics.categories(), topics.reviews(),
                        topics.deadLetters());
            }
            Optional<String> diagnosis = service.awaitStopped();
            diagnosis.ifPresent(what -> LOG.error("stopped, fix this and restart: {}", what));
            return diagnosis.isEmpty() ? 0 : 1;
        }
    }

    private static PreparedTopics topics(ServiceSettings settings) {
        return RequiredTopics.prepare(settings, topic -> LOG.info("created the topic {}", topic));
    }
}
