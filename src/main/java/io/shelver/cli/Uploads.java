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

/** Turns the lines of a listings file into uploads, pictures inline; a line that is no listing is sent as what it is. */
final class Uploads implements AutoCloseable {

    /**
     * @param sendBy
     *            hands it to a sender
     */
    record Upload(DoorBook.Sent sent, Function<UploadSender, CompletableFuture<UUID>> sendBy) {}

    /** Where the pictures are. */
    interface Files extends Closeable {
        Image.Inline read(String name) throws UnreadableException;

        @Override
        default void close() throws IOException {
        }

        static Files of(ImageFiles files) {
            return new Files() {
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
    private final Files files;
    private final Queue<Upload> more;
    private final InstantSource clock;

    /**
     * @param more
     *            to send behind the last line
     */
    Uploads(ListingReader reader, Files files, List<Upload> more, InstantSource clock) {
        this.reader = reader;
        this.files = files;
        this.more = new ArrayDeque<>(more);
        this.clock = clock;
    }

    /** Of a file, or the samples. */
    static Uploads open(Optional<Path> listings, Optional<Path> images, InstantSource clock) throws IOException {
        if (listings.isEmpty()) {
            return Samples.open(clock);
        }
        ImageFiles files = images.isPresent() ? ImageFiles.open(images.get()) : ImageFiles.none();
        return new Uploads(ListingReader.open(listings.get()), Files.of(files), List.of(), clock);
    }

    static long count(Optional<Path> listings) throws IOException {
        return listings.isPresent() ? ListingReader.count(listings.get()) : Samples.count();
    }

    /** The next one; empty at the end. */
    Optional<Upload> next() throws IOException {
        Optional<ListingLine> line = reader.next();
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

    /** An upload that is no event: the bytes of some text. */
    static Upload raw(String key, String text) {
        return new Upload(new DoorBook.Sent(key, ""),
                sender -> sender.send(key.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
    }

    private Image inline(Image.Linked linked) {
        try {
            return files.read(linked.reference());
        } catch (UnreadableException e) {
            System.err.printf("the picture '%s' is sent as a link: %s%n", Printable.of(linked.reference()),
                    e.getMessage());
            return linked;
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
        files.close();
    }
}
