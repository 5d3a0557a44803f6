// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.Content;
import io.shelver.classify.Pictures.Pending;
import io.shelver.classify.Pictures.Picture;
import io.shelver.classify.Pictures.Reading;
import io.shelver.classify.Pictures.UnreadableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The pictures of one batch: first those that need no fetching, then the fetched ones in the order of their arrival.
 */
final class FetchedReading implements Reading {
    /** Fetching ends at this percentage of the budget, so that time is left to decode the last picture. */
    private static final int FETCHING = 80;

    /** How long to wait for a fetch after its deadline, so that it can report what was wrong. */
    private static final Duration GRACE = Duration.ofMillis(50);

    private final PictureSource source;
    private final PictureDecoder decoder;
    private final boolean isAlone;
    private final Deadline end;
    private final Deadline fetched;
    private final Queue<Picture> here = new ArrayDeque<>();
    private final LinkedTransferQueue<Picture> coming = new LinkedTransferQueue<>();
    private final TreeSet<Integer> awaited = new TreeSet<>();
    private volatile boolean closed;

    private FetchedReading(PictureSource source, PictureDecoder decoder, Duration budget, boolean isAlone) {
        this.isAlone = isAlone;
        this.source = source;
        this.decoder = decoder;
        this.end = Deadline.in(budget);
        this.fetched = Deadline.in(budget.multipliedBy(FETCHING).dividedBy(100));
    }

    static FetchedReading start(List<Image> images, Duration budget, Duration timeout, PictureSource source,
            PictureDecoder decoder, ExecutorService threads) {
        FetchedReading reading = new FetchedReading(source, decoder, budget, images.size() == 1);
        for (int index = 0; index < images.size(); index++) {
            int at = index;
            switch (images.get(index)) {
                case Image.Inline inline ->
                    reading.here.add(new Picture(at, () -> new Content(inline.encoded(), decoder)));
                case Image.Linked linked -> {
                    reading.awaited.add(at);
                    reading.submit(threads, () -> reading.fetch(at, linked.reference(), timeout));
                }
                case Image.None none -> reading.here.add(unreadable(at, "the listing has no picture"));
            }
        }
        return reading;
    }

    private void submit(ExecutorService threads, Runnable fetch) {
        try {
            threads.execute(fetch);
        } catch (RejectedExecutionException e) {
            // The pictures are being closed, so no caller waits for this one.
            closed = true;
        }
    }

    private void fetch(int index, String link, Duration timeout) {
        if (closed || fetched.isOver()) {
            return;
        }
        try {
            Image.Encoded encoded = source.fetch(link,
                    isAlone ? fetched.forOne().orIn(timeout) : fetched.orIn(timeout));
            // Blocks until the caller takes the picture.
            coming.tryTransfer(new Picture(index, () -> new Content(encoded, decoder)), end.left().toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (UnreadableException e) {
            coming.put(unreadable(index, e));
        } catch (NotNowException e) {
            String why = String.valueOf(e.getMessage());
            coming.put(unreadable(index, e.isPaced()
                    ? UnreadableException.now(why, e.pause().orElse(Duration.ZERO))
                    : new UnreadableException(why)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The client met something unknown. This concerns one picture only, and the message may quote the link.
            coming.put(
                    unreadable(index, "the picture could not be fetched: the client cannot handle its link or host"));
        }
    }

    @Override
    public Optional<Picture> next() {
        if (!here.isEmpty()) {
            return Optional.of(here.remove());
        }
        if (awaited.isEmpty()) {
            return Optional.empty();
        }
        Optional<Picture> came = await();
        came.ifPresent(picture -> awaited.remove(picture.index()));
        return came.or(() -> Optional.ofNullable(awaited.pollFirst()).map(
                index -> unreadable(index, "the picture could not be fetched in time with the others of its batch")));
    }

    private Optional<Picture> await() {
        try {
            long left = closed ? 0 : fetched.left().plus(GRACE).toNanos();
            return Optional.ofNullable(coming.poll(left, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Picture unreadable(int index, String why) {
        return unreadable(index, new UnreadableException(why));
    }

    private static Picture unreadable(int index, UnreadableException why) {
        Pending gone = () -> {
            throw why;
        };
        return new Picture(index, gone);
    }

    @Override
    public void close() {
        closed = true;
        // Releases the threads that wait to hand over a picture.
        while (coming.poll() != null) {
            continue;
        }
    }
}
