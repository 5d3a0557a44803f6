// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.Door;
import io.shelver.listings.Outcome;
import io.shelver.listings.OutcomeWriter;
import io.shelver.serving.PreparedTopics;
import io.shelver.serving.RequiredTopics;
import io.shelver.serving.Service;
import io.shelver.serving.ServingBundle;
import io.shelver.serving.StopSignals;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: sample listings through the service on a broker of its own, what came out of each door, and then HTTP. */
@Command(name = "demo", description = "Streams sample listings through the real topology and shows what came out.", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    /** Stands for the brokers until the embedded one runs: the models are opened before. */
    private static final String NO_BROKER_YET = "127.0.0.1:0";

    @Mixin
    private Invocation invocation = new Invocation();

    @Mixin
    private OwnListings own = new OwnListings();

    @Option(names = "--output", description = "Writes every decision there, JSON Lines in the order of the listings.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--bootstrap-servers", description = "Your Kafka instead of an embedded broker; its topics must be empty or missing.")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(names = "--exit", description = "End after the listings, and serve no HTTP.")
    private boolean exit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<String> servers = Optional.of(NO_BROKER_YET);
        ServiceSettings settings = exit
                ? ServiceSettings.from(invocation.environment(), servers)
                : ServiceSettings.serving(invocation.environment(), servers);
        try (Service service = Service.open(settings, invocation::leaveWithoutHooks)) {
            if (bootstrapServers.isPresent()) {
                return demo(service, bootstrapServers.get(), "your broker");
            }
            try (EmbeddedBroker broker = EmbeddedBroker.start()) {
                return demo(service, broker.bootstrapServers(), "a broker of its own");
            }
        }
    }

    private int demo(Service service, String servers, String broker) throws IOException, InterruptedException {
        try {
            invocation.print("%s with %d labels on %s; %s at %s".formatted(service.serving().bundle().provenance(),
                    service.serving().bundle().taxonomy().size(),
                    service.serving().models().providers().first().key(), broker, servers));
            // Without HTTP the demo ends by itself, and a signal ends the process at once.
            boolean runs = service.start(servers, DemoCommand::topics,
                    service.url().isPresent() ? StopSignals::heardBy : stop -> StopSignals.unheard());
            return runs ? exchange(service) : stoppedEarly(service);
        } finally {
            // Before the broker closes.
            service.stop();
        }
    }

    private static PreparedTopics topics(ServiceSettings settings) {
        PreparedTopics prepared = RequiredTopics.prepare(settings, created -> {
        });
        String uploads = settings.stream().topics().uploads();
        try (TopicAdmin admin = RequiredTopics.ask(settings.stream())) {
            if (!admin.isEmpty(uploads)) {
                throw new StreamException(
                        "the topic %s holds uploads already, and the demo would classify them again: name another with SHELVER_UPLOADS_TOPIC"
                                .formatted(uploads));
            }
        }
        return prepared;
    }

    private int exchange(Service service) throws IOException, InterruptedException {
        DoorBook book;
        try (DemoExchange exchange = DemoExchange.open(service);
                UploadSource uploads = UploadSource.open(own.file(), own.images(), InstantSource.system())) {
            double seconds = exchange.run(uploads, UploadSource.count(own.file()));
            if (service.isStopping()) {
                return stoppedEarly(service);
            }
            book = exchange.book();
            new DemoSummary(invocation.out()).print(book, seconds);
        }
        writeOutput(service.serving(), book);
        int status = conclude(book);
        if (own.file().isPresent() && book.sent() > 0 && book.count(Door.DEAD_LETTERS) == book.sent()) {
            invocation.print("All uploads are dead letters: their causes stand above.");
            status = 1;
        }
        if (service.url().isPresent()) {
            DemoUrls.print(invocation.out(), service.url().get(), service.settings().http().orElseThrow());
            Optional<String> diagnosis = service.awaitStopped();
            if (diagnosis.isPresent()) {
                throw DemoExchange.stopped(diagnosis.get());
            }
        }
        return status;
    }

    private int stoppedEarly(Service service) {
        Optional<String> diagnosis = service.diagnosis();
        if (diagnosis.isPresent()) {
            throw DemoExchange.stopped(diagnosis.get());
        }
        invocation.print("stopped before every upload came out");
        return 1;
    }

    /** @return the exit status */
    private int conclude(DoorBook book) {
        List<String> faults = book.faults();
        invocation.print(faults.isEmpty()
                ? "Every upload left by exactly one door."
                : "NOT every upload left by exactly one door: " + String.join("; ", faults));
        return faults.isEmpty() ? 0 : 1;
    }

    private void writeOutput(ServingBundle serving, DoorBook book) throws IOException {
        if (output.isEmpty()) {
            return;
        }
        try (OutcomeWriter writer = new OutcomeWriter(new BufferedOutputStream(Files.newOutputStream(output.get())),
                serving.bundle().provenance().toString())) {
            for (Delivered outcome : book.outcomes()) {
                Map<String, Outcome.Said> said = new LinkedHashMap<>();
                outcome.evidence()
                        .forEach((modality, each) -> said.put(modality, new Outcome.Said(each.kind(), each.why())));
                writer.write(new Outcome(outcome.key(), outcome.door(), outcome.labels(), outcome.reasons(), said));
            }
        }
    }
}
