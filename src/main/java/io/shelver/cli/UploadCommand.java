// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.serving.RequiredTopics;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upload}: sends listings to the uploads topic, as a seller's pipeline would. */
@Command(name = "upload", description = "Sends listings to the uploads topic.", mixinStandardHelpOptions = true)
final class UploadCommand implements Callable<Integer> {
    /** The longest wait for a silent broker after a signal to stop: less than the time after which engines kill. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @Mixin
    private Invocation invocation = new Invocation();

    @Option(names = "--listings", description = "Your own listings, JSON Lines; default: the samples, with a few records that are no listings.")
    private Optional<Path> listings = Optional.empty();

    @Mixin
    private OwnImages images = new OwnImages();

    @Option(names = "--rate", description = "Uploads a second, above 0; default: as fast as the broker takes them.")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--repeat", description = "Begin again after the last listing, until stopped; each time they are new uploads.")
    private boolean repeat;

    @Option(names = "--limit", description = "The most to send, 1 or more.")
    private Optional<Long> limit = Optional.empty();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch allHanded = new CountDownLatch(1);
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong tooLarge = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        long most = invocation.limit(limit);
        Pace pace = pace();
        ServiceSettings settings = kafka.settings(invocation.environment());
        RequiredTopics.exist(settings.stream(), List.of(settings.stream().topics().uploads()));
        try (ProgressDisplay progress = new ProgressDisplay("upload", total(most))) {
            // Closing the sender waits until the broker has what was sent.
            try (UploadSender sender = UploadSender.open(settings.stream(), settings.format())) {
                StopSignals.heardBy(() -> stop(sender));
                try {
                    send(sender, most, pace, progress);
                } finally {
                    allHanded.countDown();
                }
                if (stop.getCount() == 0) {
                    sender.close(PATIENCE);
                }
            }
        }
        invocation.print(String.format(Locale.ROOT, "sent %,d uploads to %s%s", taken.get(),
                settings.stream().topics().uploads(), tooLarge.get() == 0
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
            // A sender whose memory is full blocks its callers for a minute.
            if (!allHanded.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                sender.close(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Pace pace() {
        try {
            return new Pace(rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        } catch (IllegalArgumentException e) {
            throw invocation.mistake("--rate: " + e.getMessage());
        }
    }

    private long total(long most) throws IOException {
        if (repeat) {
            return limit.orElse(ProgressDisplay.UNKNOWN);
        }
        return Math.min(UploadSource.count(listings), most);
    }

    private void send(UploadSender sender, long most, Pace pace, ProgressDisplay progress)
            throws IOException, InterruptedException {
        long sent = 0;
        long due = System.nanoTime();
        do {
            try (UploadSource uploads = UploadSource.open(listings, images, InstantSource.system())) {
                for (Optional<UploadSource.Upload> upload = uploads.next(); upload
                        .isPresent(); upload = uploads.next()) {
                    if (sent == most || failure.get() != null
                            || stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    upload.get().sendBy().apply(sender).whenComplete((id, why) -> answered(why, progress));
                    sent++;
                    due = pace.next(due, System.nanoTime());
                }
                uploads.throwIfNoListings();
                if (sent == 0) {
                    return; // an empty file has nothing to repeat
                }
            }
        } while (repeat);
    }

    private void answered(@Nullable Throwable why, ProgressDisplay progress) {
        switch (why) {
            case null -> taken.incrementAndGet();
            case UploadTooLargeException large -> tooLarge.incrementAndGet();
            default -> failure.compareAndSet(null, why);
        }
        progress.step(1);
    }
}
