// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.image.FetchedPictures;
import io.shelver.listings.DecisionWriter;
import io.shelver.listings.Outcome;
import io.shelver.serving.Counters;
import io.shelver.serving.HttpFront;
import io.shelver.serving.ServingBundle;
import io.shelver.serving.StopOrder;
import io.shelver.serving.StopSignals;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.clients.UploadTooLargeException;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.kafka.FailureClass;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.topics.TopicReport;
import io.shelver.stream.workbench.EmbeddedBroker;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code demo}: sample listings through the real topology, on a broker of its own, and what came out of each door; then it serves. */
@Command(name = "demo", description = "Streams sample listings through the real topology and shows what came out.", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration REPEATS = Duration.ofMillis(500);
    private static final int IN_FLIGHT = 2_000;

    @ParentCommand
    private ShelverCommand shelver;

    @Spec
    private CommandSpec spec;

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
        ServiceSettings given = options("127.0.0.1:0");
        try (Counters counters = new Counters();
                FetchedPictures pictures = FetchedPictures.open(given.links(), counters.fetches());
                HttpFront http = HttpFront.open(given.http(), counters.meters()::scrape, counters.requests())) {
            ServingBundle serving = counters.serving(ServingBundle.open(given.models(), pictures, counters::model),
                    given.models());
            if (bootstrapServers.isPresent()) {
                return demo(options(bootstrapServers.get()), serving, counters, http, "your broker");
            }
            try (EmbeddedBroker broker = EmbeddedBroker.start()) {
                return demo(options(broker.bootstrapServers()), serving, counters, http, "a broker of its own");
            }
        }
    }

    private ServiceSettings options(String servers) {
        return exit
                ? ServiceSettings.from(shelver.environment(), Optional.of(servers))
                : ServiceSettings.serving(shelver.environment(), Optional.of(servers));
    }

    private int demo(ServiceSettings options, ServingBundle serving, Counters counters, HttpFront http, String broker)
            throws IOException, InterruptedException {
        makeTopics(options);
        print("%s with %d labels on %s; %s at %s".formatted(serving.bundle().provenance(),
                serving.bundle().taxonomy().size(),
                serving.models().providers().first().key(), broker, options.stream().bootstrapServers()));
        return stream(options, serving, counters, http);
    }

    private int stream(ServiceSettings options, ServingBundle serving, Counters counters, HttpFront http)
            throws IOException, InterruptedException {
        EventFormat format = options.format();
        ShelverStreams streams = counters.streams(ShelverStreams.of(options.stream(), format, serving.classifier(),
                serving.bundle().taxonomy(), InstantSource.system(), counters.stream(serving)),
                options.stream().threads());
        http.show(streams);
        StopOrder order = new StopOrder(shelver::leaveWithoutHooks, http, streams, serving,
                options.models().batchDeadline());
        StopSignals signals = http.url().isPresent() ? StopSignals.heardBy(order::stop) : StopSignals.unheard();
        // Not before: until then a signal ends the JVM at once, under whatever a model is asked.
        http.serve(serving);
        try (UploadSender sender = UploadSender.open(options.stream(), format);
                DoorReader doors = DoorReader.open(options.stream(), format)) {
            streams.start();
            if (!streams.awaitRunning(TIMEOUT)) {
                throw failed(streams, "the stream did not start within %d s".formatted(TIMEOUT.toSeconds()));
            }
            DoorBook book = new DoorBook();
            List<UUID> sequence = new ArrayList<>();
            double seconds = exchange(sender, doors, streams, signals, book, sequence);
            if (signals.wereHeard()) {
                print("stopped before every upload came out");
                return 1;
            }
            new DemoSummary(spec.commandLine().getOut()).print(book, seconds);
            writeOutput(serving, book, sequence);
            int status = verdict(book);
            if (http.url().isPresent()) {
                DemoUrls.print(spec.commandLine().getOut(), http.url().get(), options.http().orElseThrow());
                streams.awaitStopped();
                if (streams.failure().isPresent()) {
                    throw failed(streams, "");
                }
            }
            return status;
        } finally {
            order.stop();
            signals.awaitDone();
        }
    }

    private int verdict(DoorBook book) {
        List<String> faults = book.faults();
        print(faults.isEmpty()
                ? "Every upload left by exactly one door."
                : "NOT every upload left by exactly one door: " + String.join("; ", faults));
        return faults.isEmpty() ? 0 : 1;
    }

    private static void makeTopics(ServiceSettings options) {
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), TIMEOUT)) {
            TopicReport report = admin.create();
            if (!report.problems().isEmpty()) {
                throw new StreamException("the topics cannot be used: " + String.join("; ", report.problems()));
            }
            String uploads = options.stream().topics().uploads();
            if (!admin.isEmpty(uploads)) {
                throw new StreamException(
                        "the topic %s holds uploads already, and the demo would classify them again: name another with SHELVER_UPLOADS_TOPIC"
                                .formatted(uploads));
            }
        }
    }

    /** @return seconds from the first upload to the last outcome */
    private double exchange(UploadSender sender, DoorReader doors, ShelverStreams streams, StopSignals signals,
            DoorBook book,
            List<UUID> order) throws IOException {
        long begin = System.nanoTime();
        long end = begin;
        long total = UploadSource.count(own.file());
        try (UploadSource uploads = UploadSource.open(own.file(), own.images(), InstantSource.system());
                ProgressDisplay progress = new ProgressDisplay("demo", total)) {
            boolean more = true;
            long quiet = System.nanoTime();
            while (!signals.wereHeard() && (more || !book.isComplete())) {
                if (more && book.sent() - book.delivered() < IN_FLIGHT) {
                    more = send(uploads, sender, book, order);
                }
                for (Delivered outcome : doors.poll(more ? Duration.ZERO : Duration.ofMillis(100))) {
                    progress.step(book.recordOutcome(outcome) ? 1 : 0);
                    end = System.nanoTime();
                    quiet = end;
                }
                if (streams.failure().isPresent() || System.nanoTime() - quiet > TIMEOUT.toNanos()) {
                    throw failed(streams, "nothing came out for %d s; %d uploads are missing"
                            .formatted(TIMEOUT.toSeconds(), book.sent() - book.delivered()));
                }
            }
            // Whatever came out twice would come now.
            doors.poll(REPEATS).forEach(book::recordOutcome);
        }
        return (end - begin) / 1e9;
    }

    private boolean send(UploadSource uploads, UploadSender sender, DoorBook book, List<UUID> order) throws IOException {
        List<Map.Entry<DoorBook.Sent, CompletableFuture<UUID>>> sent = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            Optional<UploadSource.Upload> upload = uploads.next();
            if (upload.isEmpty()) {
                break;
            }
            sent.add(Map.entry(upload.get().sent(), upload.get().sendBy().apply(sender)));
        }
        sender.flush();
        sent.forEach(each -> {
            UUID id = sent(each.getKey(), each.getValue(), book);
            book.recordSent(id, each.getKey());
            order.add(id);
        });
        return !sent.isEmpty();
    }

    /** An upload that no topic takes never enters the stream: its door is the dead letters' all the same. */
    private static UUID sent(DoorBook.Sent upload, CompletableFuture<UUID> id, DoorBook book) {
        try {
            return id.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UploadTooLargeException tooLarge) {
                UUID own = UUID.randomUUID();
                book.recordOutcome(Delivered.refused(own, upload.listingId(), FailureClass.UPLOAD_TOO_LARGE,
                        String.valueOf(tooLarge.getMessage())));
                return own;
            }
            throw e;
        }
    }

    private void writeOutput(ServingBundle serving, DoorBook book, List<UUID> order) throws IOException {
        if (output.isEmpty()) {
            return;
        }
        try (DecisionWriter writer = new DecisionWriter(new BufferedOutputStream(Files.newOutputStream(output.get())),
                serving.bundle().provenance().toString())) {
            for (UUID id : order) {
                Delivered outcome = book.outcome(id).orElseThrow();
                Map<String, Outcome.Said> said = new LinkedHashMap<>();
                outcome.evidence()
                        .forEach((modality, each) -> said.put(modality, new Outcome.Said(each.kind(), each.why())));
                writer.write(new Outcome(outcome.key(), outcome.door(), outcome.labels(), outcome.reasons(), said));
            }
        }
    }

    private static StreamException failed(ShelverStreams streams, String otherwise) {
        return streams.failure().map(
                failure -> new StreamException("the stream stopped: " + streams.diagnosis().orElseThrow(), failure))
                .orElseGet(() -> new StreamException(otherwise));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
