// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.Topics;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.Products;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reads an upload with a small picture, keeps it in a slot, reads it from there, and writes its outcome. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EventBenchmark {
    private static final Topics TOPICS = new Topics("uploads", "categories", "reviews", "dead-letters", 1, (short) 1,
            4 << 20);

    private final EventFormat format = SingleObjectFormat.ofThisRelease();
    private final Admission admission = new Admission(format, TOPICS.maxUploadBytes());
    private final Outcomes outcomes = new Outcomes(TOPICS, format,
            new Events(Products.TAXONOMY, InstantSource.system()), StreamListener.NONE);
    private ProductUploaded event;
    private SourceRecord source;
    private Upload upload;
    private Decision decision;
    private byte[] slot;

    @Setup
    public void make() throws IOException, RefusedException {
        byte[] picture = DrawnPicture.encoded("jpeg", 80, 80);
        event = ProductUploaded.newBuilder().setListingId("listing-1").setTitle("Blue linen shirt")
                .setDescription("Long sleeves. ".repeat(20)).setImage(ByteBuffer.wrap(picture))
                .setSellerCategories(List.of()).setUploadedAt(Instant.EPOCH).build();
        source = new SourceRecord(new Coordinates(TOPICS.uploads(), 0, 1), 0,
                "listing-1".getBytes(StandardCharsets.UTF_8), format.write(TOPICS.uploads(), event),
                SourceRecord.noHeaders());
        upload = admission.admit(source);
        decision = Products.POLICY.decide(Map.of("title", Products.scored(Products.SURE_SHIRT)), Products.SURE_SHIRT);
        slot = new StoredUpload(1, source).toBytes();
    }

    @Benchmark
    public byte[] writeUpload() {
        return format.write(TOPICS.uploads(), event);
    }

    @Benchmark
    public Upload admit() throws RefusedException {
        return admission.admit(source);
    }

    @Benchmark
    public byte[] writeSlot() {
        return new StoredUpload(1, source).toBytes();
    }

    @Benchmark
    public StoredUpload readSlot() {
        return StoredUpload.from(slot);
    }

    @Benchmark
    public Outgoing writeOutcome() {
        return outcomes.of(upload, decision);
    }
}
