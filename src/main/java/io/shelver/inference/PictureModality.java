// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.shelver.bundle.ListedFile;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Pixels;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import io.shelver.classify.Pictures;
import io.shelver.classify.Pictures.Picture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Scores the picture of a listing. The calling thread reads and resizes it; the device's thread scores it. */
final class PictureModality implements GraphModality, AutoCloseable {
    private final ModalityGraph.Picture spec;
    private final Pictures pictures;
    private final Duration budget;
    private final OrtSession prepare;
    private final Device device;
    private final OnnxGraph<byte[]> graph;
    private final ModelListener listener;
    private final Queue<Preparation> idle = new ConcurrentLinkedQueue<>();

    /**
     * @param budget
     *            the longest time to fetch and decode the pictures of one batch; the rest is unreadable, since a few
     *            huge pictures must not hold up the batch again and again
     */
    PictureModality(ModalityGraph.Picture spec, Pictures pictures, Duration budget, Device device,
            List<FeatureInput> readers, ModelListener listener) {
        this.spec = spec;
        this.pictures = pictures;
        this.budget = budget;
        this.prepare = open(spec.prepare());
        this.device = device;
        this.graph = device.load(spec.graph(), new Prepared(spec.height(), spec.width()), readers, listener);
        this.listener = listener;
    }

    private static OrtSession open(ListedFile file) {
        // One thread: a picture is small, and the callers prepare theirs side by side.
        try (SessionOptions options = Device.options(1)) {
            return OrtEnvironment.getEnvironment().createSession(file.read(), options);
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot open %s: %s".formatted(file.path(), e.getMessage()), e);
        }
    }

    @Override
    public ModalityGraph spec() {
        return spec;
    }

    @Override
    public CompletableFuture<List<Evidence>> examine(List<Listing> listings) {
        return examine(listings, (listing, picture) -> true);
    }

    @Override
    public Modality remembering(EvidenceCache cache) {
        return new RememberedModality(this, cache, listener, (listings, batch) -> examine(listings,
                (row, picture) -> batch.lacks(row, ContentHash.of(name(), picture))));
    }

    /** Chooses the pictures to examine among those that arrived. */
    @FunctionalInterface
    interface Wanted {
        boolean wants(int listing, Image.Encoded picture);
    }

    /** Examines the wanted pictures only. The evidence of the others has no meaning. */
    CompletableFuture<List<Evidence>> examine(List<Listing> listings, Wanted wanted) {
        List<Integer> present = IntStream.range(0, listings.size())
                .filter(listing -> !(listings.get(listing).image() instanceof Image.None)).boxed().toList();
        List<Evidence> evidence = new ArrayList<>(Collections.nCopies(listings.size(), new Evidence.Absent()));
        SortedMap<Integer, byte[]> rows = new TreeMap<>();
        long begin = System.nanoTime();
        long until = begin + budget.toNanos();
        long working = 0;
        try (Pictures.Reading reading = pictures
                .start(present.stream().map(listing -> listings.get(listing).image()).toList(), budget)) {
            for (Optional<Picture> next = reading.next(); next.isPresent(); next = reading.next()) {
                int listing = present.get(next.get().index());
                long came = System.nanoTime();
                try {
                    if (came - until >= 0) {
                        throw new Pictures.UnreadableException(
                                "there was no time left to decode it with the other pictures of its batch");
                    }
                    Pictures.Content content = next.get().content();
                    if (wanted.wants(listing, content.encoded())) {
                        rows.put(listing, prepare(content.pixels()));
                    }
                } catch (Pictures.UnreadableException e) {
                    evidence.set(listing, new Evidence.Unreadable(String.valueOf(e.getMessage()), e.again()));
                }
                working += System.nanoTime() - came;
            }
        }
        if (!present.isEmpty()) {
            listener.prepared(Duration.ofNanos(working));
            listener.awaitedPictures(Duration.ofNanos(System.nanoTime() - begin - working));
        }
        return scored(evidence, rows);
    }

    private CompletableFuture<List<Evidence>> scored(List<Evidence> evidence, SortedMap<Integer, byte[]> rows) {
        List<Integer> readable = List.copyOf(rows.keySet());
        return device.run(graph, List.copyOf(rows.values())).thenApply(answers -> {
            for (int row = 0; row < readable.size(); row++) {
                evidence.set(readable.get(row), answers.get(row).evidence(spec.name(), 0));
            }
            return List.copyOf(evidence);
        });
    }

    private byte[] prepare(Pixels pixels) {
        Preparation preparation = Optional.ofNullable(idle.poll()).orElseGet(Preparation::new);
        try {
            return preparation.run(pixels);
        } catch (OrtException e) {
            throw new ClassifierUnavailableException("ONNX Runtime failed to prepare a picture: " + e.getMessage(), e);
        } finally {
            idle.add(preparation);
        }
    }

    /**
     * The buffers that one thread needs to resize a picture. There are as many as threads that ever resized at once.
     */
    private final class Preparation implements AutoCloseable {
        private final Inputs inputs = new Inputs();
        private final KeptTensor prepared = new KeptTensor(OnnxJavaType.UINT8);

        byte[] run(Pixels pixels) throws OrtException {
            inputs.bytes("pixels", pixels.height(), pixels.width(), 3).put(pixels.rgb());
            Map<String, OnnxTensor> output = Map.of("prepared", prepared.shaped(3, spec.height(), spec.width()));
            prepare.run(inputs.tensors(), output).close();
            byte[] row = new byte[3 * spec.height() * spec.width()];
            prepared.bytes().get(row);
            return row;
        }

        @Override
        public void close() {
            inputs.close();
            prepared.close();
        }
    }

    /** Rows of prepared pictures. */
    private record Prepared(int height, int width) implements RowLayout<byte[]> {
        @Override
        public byte[] blank(int length) {
            return new byte[3 * height * width];
        }

        @Override
        public void put(List<byte[]> rows, Bucket bucket, Inputs inputs) throws OrtException {
            rows.forEach(inputs.bytes("images", bucket.rows(), 3, height, width)::put);
        }
    }

    @Override
    public void close() {
        idle.forEach(Preparation::close);
        try {
            prepare.close();
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot close a session: " + e.getMessage(), e);
        }
    }
}
