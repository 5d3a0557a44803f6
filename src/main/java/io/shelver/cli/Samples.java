// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Pictures.UnreadableException;
import io.shelver.listings.ListingReader;
import io.shelver.stream.clients.UploadSender;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The sample listings of the project, and a few records that no seller should send. */
final class Samples {
    private static final String FOLDER = "/samples/";
    private static final String LISTINGS = FOLDER + "listings.jsonl";

    private Samples() {
    }

    static long count() throws IOException {
        try (ListingReader reader = ListingReader.from(open(LISTINGS))) {
            return reader.countRest() + broken().size();
        }
    }

    static UploadSource open(InstantSource clock) throws IOException {
        return new UploadSource(ListingReader.from(open(LISTINGS)), Samples::image, broken(), clock);
    }

    /** The samples that are listings. */
    static List<Listing> listings() throws IOException {
        try (ListingReader reader = ListingReader.from(open(LISTINGS))) {
            return BenchListings.read(reader, Samples::image);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = Samples.class.getResourceAsStream(resource);
        if (in == null) {
            throw new FileNotFoundException("the build lacks the resource " + resource);
        }
        return in;
    }

    private static Image.Inline image(String name) throws UnreadableException {
        try (InputStream in = open(FOLDER + "images/" + name)) {
            return new Image.Inline(Image.Encoded.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new UnreadableException("there is no such sample picture");
        }
    }

    private static List<UploadSource.Upload> broken() {
        return List.of(UploadSource.raw("not-avro", "these bytes are no event"),
                new UploadSource.Upload(new DoorBook.Sent("no-value", ""),
                        sender -> sender.send("no-value".getBytes(StandardCharsets.UTF_8), null)),
                new UploadSource.Upload(new DoorBook.Sent("no-key", ""), sender -> sender.send(null, new byte[]{1})),
                new UploadSource.Upload(new DoorBook.Sent("wrong-key", "Blue ceramic mug"),
                        Samples::sendUnderAnotherKey));
    }

    private static CompletableFuture<UUID> sendUnderAnotherKey(UploadSender sender) {
        return sender.send("wrong-key", "another-id", "Blue ceramic mug", "", new Image.None(), Instant.EPOCH);
    }
}
