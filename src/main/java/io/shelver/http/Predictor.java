// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;
import io.shelver.classify.NoScoresException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the classifier for one listing a caller, several callers side by side: what they leave with the device at one time it
 * runs as one batch, with the stream's. How many there may be, and how long one waits, is bounded.
 */
final class Predictor {
    private static final Logger LOG = LoggerFactory.getLogger(Predictor.class);
    /** Listings without a picture being classified at one time: few of them wait for the processor, most for the device. */
    static final int AT_ONCE = 16;
    /** The same with a picture, which may take a processor for a second: more would leave the stream, one thread among them, little. */
    static final int PICTURES_AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, AT_ONCE);
    /** Requests being read, waiting or classified; one more is told to come back. */
    static final int MOST = 48;
    private static final Map<String, String> RETRY = Map.of("Retry-After", "1");

    private final Duration deadline;
    private final Semaphore places = new Semaphore(MOST);
    private final ExecutorService texts = threads(AT_ONCE, "shelver-predict-");
    private final ExecutorService pictures = threads(PICTURES_AT_ONCE, "shelver-predict-picture-");

    Predictor(Duration deadline) {
        this.deadline = deadline;
    }

    private static ExecutorService threads(int most, String name) {
        return Executors.newFixedThreadPool(most, Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    /** Takes a place before the body is read, so that bodies in memory are as few. Whoever has it calls {@link #leave}. */
    void enter() {
        if (!places.tryAcquire()) {
            throw notNow("%d predictions are under way, and no more are taken".formatted(MOST));
        }
    }

    void leave() {
        places.release();
    }

    Decision predict(Classifier classifier, Listing listing) {
        Future<Decision> answer = submit(classifier, listing);
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw notNow("there was no decision within %d ms".formatted(deadline.toMillis()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw notNow("the server stops");
        } catch (ExecutionException e) {
            throw refused(e.getCause() == null ? e : e.getCause());
        }
    }

    private Future<Decision> submit(Classifier classifier, Listing listing) {
        ExecutorService threads = listing.image() instanceof Image.None ? texts : pictures;
        try {
            return threads.submit(() -> classifier.classify(List.of(listing)).getFirst());
        } catch (RejectedExecutionException e) {
            throw notNow("the server stops");
        }
    }

    /** As the stream has it: what fails on a listing alone is that listing's dead letter; what is ours is nobody's fault. */
    private static ProblemException refused(Throwable failure) {
        // By its class alone: what an exception says may quote the listing.
        LOG.warn("a prediction failed: {}", failure.getClass().getName());
        return switch (failure) {
            case ClassifierUnavailableException stuck -> notNow("the models do not answer");
            case NoScoresException broken -> notNow("the models gave no scores");
            case UncheckedIOException brokenDisk -> Problem.of(500).asException();
            case RuntimeException other -> ofListing();
            case StackOverflowError nested -> ofListing();
            default -> Problem.of(500).asException();
        };
    }

    private static ProblemException ofListing() {
        return Problem.deadLetter(422, FailureClass.PROCESSING_FAILED, "the classifier failed on this listing")
                .asException();
    }

    static ProblemException notNow(String detail) {
        return new ProblemException(new Problem(503, detail), RETRY);
    }

    /** Takes no more; @return whether nothing is left inside the classifier. */
    boolean close(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        texts.shutdown();
        pictures.shutdown();
        return texts.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)
                & pictures.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
