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
 * Asks the classifier about one listing for each caller, and for several callers at the same time. The device joins what they and
 * the stream leave there into one batch. The number of callers and the time that each waits are bounded.
 */
final class Predictor {
    private static final Logger LOG = LoggerFactory.getLogger(Predictor.class);
    /** The most listings without a picture to classify at the same time: most of them wait for the device, not for a processor. */
    static final int TEXTS_AT_ONCE = 16;
    /** The same for listings with a picture. A picture may take a processor for a second, and the stream needs processors too. */
    static final int PICTURES_AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, TEXTS_AT_ONCE);
    /** The most requests to read, hold and classify at the same time; more are told to try again. */
    static final int MAX_REQUESTS = 48;
    private static final Map<String, String> RETRY = Map.of("Retry-After", "1");

    private final Duration deadline;
    private final Semaphore places = new Semaphore(MAX_REQUESTS);
    private final ExecutorService texts = threads(TEXTS_AT_ONCE, "shelver-predict-");
    private final ExecutorService pictures = threads(PICTURES_AT_ONCE, "shelver-predict-picture-");

    Predictor(Duration deadline) {
        this.deadline = deadline;
    }

    private static ExecutorService threads(int most, String name) {
        return Executors.newFixedThreadPool(most, Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    /**
     * Takes one of {@link #MAX_REQUESTS} places. Callers do this before they read a body, which bounds the bodies in memory, and call
     * {@link #leave} at the end.
     *
     * @throws ProblemException
     *             if all places are taken
     */
    void enter() {
        if (!places.tryAcquire()) {
            throw notNow(
                    "the server has %d predictions under way, which is the most; try again".formatted(MAX_REQUESTS));
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
            throw notNow("the listing was not classified within %d ms; try again".formatted(deadline.toMillis()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw notNow("the server is stopping; try again");
        } catch (ExecutionException e) {
            throw problem(e.getCause() == null ? e : e.getCause());
        }
    }

    private Future<Decision> submit(Classifier classifier, Listing listing) {
        ExecutorService threads = listing.image() instanceof Image.None ? texts : pictures;
        try {
            return threads.submit(() -> classifier.classify(List.of(listing)).getFirst());
        } catch (RejectedExecutionException e) {
            throw notNow("the server is stopping; try again");
        }
    }

    /** As in the stream, a listing that alone makes the classifier fail is a dead letter, and other failures are the server's. */
    private static ProblemException problem(Throwable failure) {
        // Without the message, which may quote the listing.
        LOG.warn("a prediction failed: {}", failure.getClass().getName());
        return switch (failure) {
            case ClassifierUnavailableException stuck -> notNow("the models do not answer; try again");
            case NoScoresException broken -> notNow("the models returned no scores; try again");
            case UncheckedIOException brokenDisk -> Problem.of(500).asException();
            case RuntimeException other -> ofListing();
            case StackOverflowError nested -> ofListing();
            default -> Problem.of(500).asException();
        };
    }

    private static ProblemException ofListing() {
        return Problem
                .deadLetter(422, FailureClass.PROCESSING_FAILED,
                        "the classifier failed on this listing; report it to the operators of the service")
                .asException();
    }

    static ProblemException notNow(String detail) {
        return new ProblemException(new Problem(503, detail), RETRY);
    }

    /**
     * Takes no more listings, and waits for those under way.
     *
     * @return whether the classifier has finished all of them
     */
    boolean close(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        texts.shutdown();
        pictures.shutdown();
        return texts.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)
                & pictures.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
