// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.FailureClass;
import io.shelver.serving.Service;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.clients.UploadTooLargeException;
import io.shelver.stream.kafka.StreamException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends uploads to a running service and reads what comes out of its doors, until every upload is out. */
final class DemoExchange implements AutoCloseable {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    /** How long to look for outcomes that come twice, after the last upload is out. */
    private static final Duration REPEATS = Duration.ofMillis(500);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final int IN_FLIGHT = 2_000;
    private static final int SENT_TOGETHER = 256;

    private final Service service;
    private final UploadSender sender;
    private final DoorReader doors;
    private final DoorBook book = new DoorBook();

    private DemoExchange(Service service, UploadSender sender, DoorReader doors) {
        this.service = service;
        this.sender = sender;
        this.doors = doors;
    }

    static DemoExchange open(Service service) {
        ServiceSettings settings = service.settings();
        UploadSender sender = UploadSender.open(settings.stream(), service.format());
        try {
            return new DemoExchange(service, sender, DoorReader.open(settings.stream(), service.format()));
        } catch (RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    /** A stream that stopped by itself. */
    static StreamException stopped(String diagnosis) {
        return new StreamException("the stream stopped: " + diagnosis);
    }

    /**
     * Runs until every upload is out, or the service is told to stop.
     *
     * @param total
     *            the number of uploads
     * @return the seconds from the first upload to the last outcome
     * @throws StreamException
     *             if the stream fails, or nothing comes out for a minute
     */
    double run(UploadSource uploads, long total) throws IOException {
        long begin = System.nanoTime();
        long lastOutcome = begin;
        try (ProgressDisplay progress = new ProgressDisplay("demo", total)) {
            boolean more = true;
            while (!service.isStopping() && (more || !book.isComplete())) {
                if (more && book.missing() < IN_FLIGHT) {
                    more = send(uploads);
                }
                for (Delivered outcome : doors.poll(more ? Duration.ZERO : WAIT)) {
                    progress.step(book.recordOutcome(outcome) ? 1 : 0);
                    lastOutcome = System.nanoTime();
                }
                requireProgress(lastOutcome);
            }
            // An outcome that comes twice comes now.
            doors.poll(REPEATS).forEach(book::recordOutcome);
        }
        return (lastOutcome - begin) / 1e9;
    }

    private void requireProgress(long lastOutcome) {
        Optional<String> diagnosis = service.diagnosis();
        if (diagnosis.isPresent()) {
            throw stopped(diagnosis.get());
        }
        if (System.nanoTime() - lastOutcome > LONGEST_SILENCE.toNanos()) {
            throw StreamException.noOutcome(LONGEST_SILENCE, book.missing());
        }
    }

    /** @return whether there were any */
    private boolean send(UploadSource uploads) throws IOException {
        List<Map.Entry<DoorBook.Sent, CompletableFuture<UUID>>> sent = new ArrayList<>();
        while (sent.size() < SENT_TOGETHER) {
            Optional<UploadSource.Upload> upload = uploads.next();
            if (upload.isEmpty()) {
                break;
            }
            sent.add(Map.entry(upload.get().sent(), upload.get().sendBy().apply(sender)));
        }
        sender.flush();
        sent.forEach(each -> book.recordSent(id(each.getKey(), each.getValue()), each.getKey()));
        return !sent.isEmpty();
    }

    /** The id of an upload. One that its topic does not take never enters the stream, and counts as a dead letter all the same. */
    private UUID id(DoorBook.Sent upload, CompletableFuture<UUID> id) {
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

    DoorBook book() {
        return book;
    }

    @Override
    public void close() {
        doors.close();
        sender.close();
    }
}
