// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.Classifier;
import io.shelver.classify.Decision;
import io.shelver.listings.ListingLine;
import io.shelver.listings.ListingReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Classifies a file of listings in batches and hands out the results in order. A few batches run at a time: no model waits. */
final class Batches {
    private static final int BATCH = 32;
    private static final int CALLERS = 2;

    private final Classifier classifier;

    Batches(Classifier classifier) {
        this.classifier = classifier;
    }

    /** Takes a batch: its lines, and for each the decision, which is empty if the line is no listing. */
    interface Consumer {
        void accept(List<ListingLine> lines, List<Optional<Decision>> decisions) throws IOException;
    }

    private record Running(List<ListingLine> lines, Future<List<Optional<Decision>>> decisions) {}

    void forEach(ListingReader reader, Consumer consumer) throws IOException {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS,
                Thread.ofPlatform().name("shelver-prepare-", 0).daemon().factory());
        Deque<Running> running = new ArrayDeque<>();
        try {
            for (List<ListingLine> lines = next(reader); !lines.isEmpty(); lines = next(reader)) {
                List<ListingLine> batch = lines;
                running.add(new Running(batch, callers.submit(() -> classify(batch))));
                if (running.size() > CALLERS) {
                    finish(running.remove(), consumer);
                }
            }
            while (!running.isEmpty()) {
                finish(running.remove(), consumer);
            }
        } finally {
            // The models may be closed next: no caller may be inside of them then.
            callers.close();
        }
    }

    private static List<ListingLine> next(ListingReader reader) throws IOException {
        List<ListingLine> lines = new ArrayList<>();
        for (Optional<ListingLine> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get());
            if (lines.size() == BATCH) {
                break;
            }
        }
        return lines;
    }

    private List<Optional<Decision>> classify(List<ListingLine> lines) {
        List<ListingLine.Read> read = lines.stream().filter(ListingLine.Read.class::isInstance)
                .map(ListingLine.Read.class::cast).toList();
        var decisions = classifier.classify(read.stream().map(ListingLine.Read::listing).toList()).iterator();
        return lines.stream().map(
                line -> line instanceof ListingLine.Read ? Optional.of(decisions.next()) : Optional.<Decision>empty())
                .toList();
    }

    private static void finish(Running batch, Consumer consumer) throws IOException {
        try {
            consumer.accept(batch.lines(), batch.decisions().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IOException("a batch failed: " + e.getMessage(), e);
        }
    }
}
