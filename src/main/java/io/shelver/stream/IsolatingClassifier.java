// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Listing;
import io.shelver.classify.Classifier;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;
import io.shelver.classify.NoScoresException;
import io.shelver.stream.format.Faults;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Classifies a batch and isolates the listings at fault. When a batch fails, its listings are classified one by one, and only those
 * that fail alone are to blame. One deadline holds for all of it, because a batch that outlives its transaction would be fenced for
 * ever. A {@link Classifier} answers decisions or throws; this class answers an {@link Attempt} for each listing.
 */
final class IsolatingClassifier {
    private final Classifier classifier;
    private final Runnable proof;
    private final Duration deadline;
    private final ExecutorService threads;

    /**
     * @param proof
     *            throws an exception if the models do not work
     * @param deadline
     *            the longest time for a batch, retries included
     */
    IsolatingClassifier(Classifier classifier, Runnable proof, Duration deadline) {
        this.classifier = classifier;
        this.proof = proof;
        this.deadline = deadline;
        this.threads = Executors.newCachedThreadPool(Thread.ofPlatform().name("classify-", 0).daemon().factory());
    }

    List<Attempt> classify(List<Listing> listings) {
        Future<List<Attempt>> answer = threads.submit(() -> attempt(listings));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ClassifierUnavailableException(
                    "a batch of %d was not classified within %d ms".formatted(listings.size(), deadline.toMillis()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClassifierUnavailableException("interrupted while a batch was being classified", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new ClassifierUnavailableException("the classifier failed", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private List<Attempt> attempt(List<Listing> listings) {
        try {
            return decide(listings).map(Attempt.Decided::new).map(Attempt.class::cast).toList();
        } catch (RuntimeException | StackOverflowError e) {
            requireRecordsFault(e);
            return oneByOne(listings);
        }
    }

    private List<Attempt> oneByOne(List<Listing> listings) {
        List<Attempt> attempts = listings.stream().map(this::attemptAlone).toList();
        if (attempts.stream().anyMatch(IsolatingClassifier::isWithoutScores)) {
            requireModelsWork();
        }
        return attempts;
    }

    /** A listing without scores does not tell whose fault that is, nor do its neighbours: they may need other models. */
    private void requireModelsWork() {
        try {
            proof.run();
        } catch (RuntimeException e) {
            throw new ClassifierUnavailableException(
                    "the models answered no scores for a listing, and they do not work: "
                            + e.getMessage(),
                    e);
        }
    }

    private static boolean isWithoutScores(Attempt attempt) {
        return attempt instanceof Attempt.Failed failed && failed.cause() instanceof NoScoresException;
    }

    private Attempt attemptAlone(Listing listing) {
        if (Thread.interrupted()) {
            throw new ClassifierUnavailableException("a batch ran out of time while it was classified one by one");
        }
        try {
            return decide(List.of(listing)).map(Attempt.Decided::new).findFirst().orElseThrow();
        } catch (RuntimeException | StackOverflowError e) {
            return new Attempt.Failed(e, requireRecordsFault(e));
        }
    }

    private Stream<Decision> decide(List<Listing> listings) {
        List<Decision> decisions = classifier.classify(listings);
        if (decisions.size() != listings.size()) {
            throw new ClassifierUnavailableException(
                    "%d listings got %d decisions".formatted(listings.size(), decisions.size()));
        }
        return decisions.stream();
    }

    private static FailureClass requireRecordsFault(Throwable failure) {
        return Faults.classifying(failure).orElseThrow(() -> failure instanceof RuntimeException ours
                ? ours
                : new ClassifierUnavailableException("the classifier failed", failure));
    }
}
