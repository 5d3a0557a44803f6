// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.serving.StopSignals;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.clients.UploadTooLargeException;
import io.shelver.stream.kafka.StreamException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code upload}: listings to the uploads topic, as a seller's pipeline would send them. */
@Command(name = "upload", description = "Sends listings to the uploads topic.", mixinStandardHelpOptions = true)
final class UploadCommand implements Callable<Integer> {
    /** For a broker that does not answer whoever was told to stop: less than engines wait before they kill. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @ParentCommand
    private ShelverCommand shelver;

    @Spec
    private CommandSpec spec;

    @Option(names = "--listings", description = "Your own listings, JSON Lines; default: the samples, with a few records that are no listings.")
    private Optional<Path> listings = Optional.empty();

    @Option(names = "--images", description = "Their pictures: a folder, a folder of .tar files, or a .tar file.")
    private Optional<Path> images = Optional.empty();

    @Option(names = "--rate", description = "Uploads a second, above 0; default: as fast as the broker takes them.")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--repeat", description = "Begin again after the last listing, until stopped; each time they are new uploads.")
    private boolean repeat;

    @Option(names = "--limit", description = "The most to send, 1 or more.")
    private Optional<Long> limit = Optional.empty();

    @Option(names = "--bootstrap-servers", description = "The Kafka cluster; default: SHELVER_BOOTSTRAP_SERVERS.")
    private Optional<String> bootstrapServers = Optional.empty();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch allHanded = new CountDownLatch(1);
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong tooLarge = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Pace pace = pace();
        ServiceSettings options = ServiceSettings.from(shelver.environment(), bootstrapServers);
        ExistingTopics.require(options.stream(), List.of(options.stream().topics().uploads()));
        try (Progress progress = new Progress("upload", total())) {
            // Closing the sender waits until the broker has what was sent.
            try (UploadSender sender = UploadSender.open(options.stream(), options.format())) {
                StopSignals.heardBy(() -> stop(sender));
                try {
                    send(sender, pace, progress);
                } finally {
                    allHanded.countDown();
                }
                if (stop.getCount() == 0) {
                    sender.close(PATIENCE);
                }
            }
        }
        spec.commandLine().getOut().println(String.format(Locale.ROOT, "sent %,d uploads to %s%s", taken.get(),
                options.stream().topics().uploads(), tooLarge.get() == 0
                        ? ""
                        : ", which did not take %,d: they are too large (SHELVER_MAX_UPLOAD_BYTES)"
                                .formatted(tooLarge.get())));
        if (failure.get() instanceof StreamException broken) {
            throw broken;
        }
        return tooLarge.get() == 0 ? 0 : 1;
    }

    private void stop(UploadSender sender) {
        stop.countDown();
        try {
            // With its memory full, a sender lets nobody go for a minute.
            if (!allHanded.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                sender.close(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Pace pace() {
        if (limit.isPresent() && limit.get() < 1) {
            throw new ParameterException(spec.commandLine(),
                    "--limit is %d, legal is 1 or more".formatted(limit.get()));
        }
        try {
            return new Pace(rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--rate: " + e.getMessage());
        }
    }

    private long total() throws IOException {
        if (repeat) {
            return limit.orElse(Progress.UNKNOWN);
        }
        return Math.min(Uploads.count(listings), limit.orElse(Long.MAX_VALUE));
    }

    private void send(UploadSender sender, Pace pace, Progress progress) throws IOException, InterruptedException {
        long most = limit.orElse(Long.MAX_VALUE);
        long sent = 0;
        long due = System.nanoTime();
        do {
            try (Uploads uploads = Uploads.open(listings, images, InstantSource.system())) {
                for (Optional<Uploads.Upload> upload = uploads.next(); upload.isPresent(); upload = uploads.next()) {
                    if (sent == most || failure.get() != null
                            || stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    upload.get().sendBy().apply(sender).whenComplete((id, why) -> answered(why, progress));
                    sent++;
                    due = pace.next(due, System.nanoTime());
                }
                if (sent == 0) {
                    return; // an empty file has nothing to repeat
                }
            }
        } while (repeat);
    }

    private void answered(@Nullable Throwable why, Progress progress) {
        switch (why) {
            case null -> taken.incrementAndGet();
            case UploadTooLargeException large -> tooLarge.incrementAndGet();
            default -> failure.compareAndSet(null, why);
        }
        progress.step(1);
    }
}
