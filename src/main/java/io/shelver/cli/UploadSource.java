// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.image.ImageFiles;
import io.shelver.listings.ListingLine;
import io.shelver.listings.ListingReader;
import io.shelver.stream.clients.UploadSender;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Turns the lines of a listings file into uploads with their pictures inline. A line that is no listing is sent as it is. */
final class UploadSource implements AutoCloseable {

    /**
     * An upload, ready to be sent.
     *
     * @param sendBy
     *            sends it and returns its event id
     */
    record Upload(DoorBook.Sent sent, Function<UploadSender, CompletableFuture<UUID>> sendBy) {}

    /** Where the pictures are. */
    interface Images extends Closeable {
        Image.Inline read(String name) throws UnreadableException;

        @Override
        default void close() throws IOException {
        }

        static Images of(ImageFiles files) {
            return new Images() {
                @Override
                public Image.Inline read(String name) throws UnreadableException {
                    return files.read(name);
                }

                @Override
                public void close() throws IOException {
                    files.close();
                }
            };
        }
    }

    private final ListingReader reader;
    private final Images images;
    private final Optional<NoListings> none;
    private final MissingPictures missing = new MissingPictures();
    private final Queue<Upload> more;
    private final InstantSource clock;

    /**
     * @param more
     *            uploads to send after the last line
     */
    UploadSource(ListingReader reader, Images images, List<Upload> more, InstantSource clock) {
        this(reader, images, Optional.empty(), more, clock);
    }

    private UploadSource(ListingReader reader, Images images, Optional<NoListings> none, List<Upload> more,
            InstantSource clock) {
        this.none = none;
        this.reader = reader;
        this.images = images;
        this.more = new ArrayDeque<>(more);
        this.clock = clock;
    }

    /** The uploads of a file; without a file, the samples. */
    static UploadSource open(Optional<Path> listings, OwnImages images, InstantSource clock) throws IOException {
        if (listings.isEmpty()) {
            return Samples.open(clock);
        }
        Images pictures = Images.of(images.open());
        return new UploadSource(ListingReader.open(listings.get()), pictures,
                Optional.of(new NoListings(listings.get())), List.of(), clock);
    }

    static long count(Optional<Path> listings) throws IOException {
        return listings.isPresent() ? ListingReader.count(listings.get()) : Samples.count();
    }

    /** The next one; empty at the end. */
    Optional<Upload> next() throws IOException {
        Optional<ListingLine> line = reader.next();
        line.ifPresent(read -> none.ifPresent(each -> each.saw(read)));
        return line.isPresent() ? line.map(this::upload) : Optional.ofNullable(more.poll());
    }

    private Upload upload(ListingLine line) {
        return switch (line) {
            case ListingLine.Read read -> upload(read.listing().id(), read.listing().title(),
                    read.listing().description(), read.listing().image());
            case ListingLine.Illegal illegal ->
                upload(illegal.listingId(), illegal.title(), illegal.description(), illegal.image());
            case ListingLine.Rejected rejected -> raw(rejected.listingId(), rejected.text());
        };
    }

    private Upload upload(String id, String title, String description, Image image) {
        Image sent = image instanceof Image.Linked linked ? inline(linked) : image;
        return new Upload(new DoorBook.Sent(id, title),
                sender -> sender.send(id, title, description, sent, clock.instant()));
    }

    /** An upload that is no event: its value is plain text. */
    static Upload raw(String key, String text) {
        return new Upload(new DoorBook.Sent(key, ""),
                sender -> sender.send(key.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
    }

    private Image inline(Image.Linked linked) {
        try {
            return images.read(linked.reference());
        } catch (UnreadableException e) {
            missing.add(linked.reference(), String.valueOf(e.getMessage()));
            return linked;
        }
    }

    /** @throws IOException if none of the lines so far was a listing */
    void throwIfNoListings() throws IOException {
        if (none.isPresent()) {
            none.get().throwIfAll();
        }
    }

    @Override
    public void close() throws IOException {
        missing.report();
        reader.close();
        images.close();
    }
}
