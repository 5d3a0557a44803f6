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
 * Classifies a batch. One that fails is classified again one by one, so that only what fails alone is to blame; all of it
 * within one deadline, because a batch that outlives its transaction would be fenced for ever.
 */
final class Isolation {
    private final Classifier classifier;
    private final Duration deadline;
    private final ExecutorService threads;

    Isolation(Classifier classifier, Duration deadline) {
        this.classifier = classifier;
        this.deadline = deadline;
        this.threads = Executors.newCachedThreadPool(Thread.ofPlatform().name("classify-", 0).daemon().factory());
    }

    List<Verdict> classify(List<Listing> listings) {
        Future<List<Verdict>> answer = threads.submit(() -> attempt(listings));
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

    private List<Verdict> attempt(List<Listing> listings) {
        try {
            return decide(listings).map(Verdict.Decided::new).map(Verdict.class::cast).toList();
        } catch (RuntimeException | StackOverflowError e) {
            requireRecordsFault(e);
            return oneByOne(listings);
        }
    }

    private List<Verdict> oneByOne(List<Listing> listings) {
        List<Verdict> verdicts = listings.stream().map(this::attemptAlone).toList();
        if (verdicts.stream().allMatch(Isolation::isWithoutScores)) {
            // Nobody shows that the models work at all. After the restart more uploads wait, and one of them may.
            throw new ClassifierUnavailableException("the models answered no scores for any listing of a batch of "
                    + listings.size());
        }
        return verdicts;
    }

    private static boolean isWithoutScores(Verdict verdict) {
        return verdict instanceof Verdict.Failed failed && failed.cause() instanceof NoScoresException;
    }

    private Verdict attemptAlone(Listing listing) {
        if (Thread.interrupted()) {
            throw new ClassifierUnavailableException("a batch ran out of time while it was classified one by one");
        }
        try {
            return decide(List.of(listing)).map(Verdict.Decided::new).findFirst().orElseThrow();
        } catch (RuntimeException | StackOverflowError e) {
            return new Verdict.Failed(e, requireRecordsFault(e));
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
