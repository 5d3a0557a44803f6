// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The next batch of a stream thread. It takes uploads from all tasks of the thread, since at a steady load few wait in each. One
 * batch for all of them also bounds the time in which the thread does not poll. Each task forwards its own outcomes.
 */
final class ThreadBatch {
    /** The most uploads that wait for their pictures at a time. */
    static final int MOST_POSTPONED = 1_000;

    private final StreamSettings settings;
    private final IsolatingClassifier classifier;
    private final StreamListener listener;
    private final List<Slots> tasks = new ArrayList<>();

    ThreadBatch(StreamSettings settings, IsolatingClassifier classifier, StreamListener listener) {
        this.settings = settings;
        this.classifier = classifier;
        this.listener = listener;
    }

    void join(Slots task) {
        tasks.add(task);
    }

    void leave(Slots task) {
        tasks.removeIf(each -> each == task);
    }

    /** Whether as many uploads wait as a batch holds. */
    boolean isFull() {
        return waiting() >= settings.slots();
    }

    /** Whether another upload would make the batch too large. */
    boolean isFullFor(Upload next) {
        int waiting = waiting();
        return waiting >= settings.slots()
                || waiting > 0 && bytes() + next.source().bytes() > settings.maxBatchBytes();
    }

    private int waiting() {
        return tasks.stream().mapToInt(Slots::waitingForBatch).sum();
    }

    private long bytes() {
        return tasks.stream().mapToLong(Slots::bytes).sum();
    }

    /**
     * Classifies the uploads that have waited longest, as many as a batch holds. If an earlier process stopped while it tried one of
     * them, that one runs alone, so that it stops the service for itself only.
     *
     * @return whether one ran alone for that reason
     */
    boolean classify() {
        List<Candidate> oldest = tasks.stream().flatMap(Candidate::of)
                .sorted(Comparator.comparingLong(each -> each.upload().since())).toList();
        Optional<Candidate> suspect = oldest.stream().filter(each -> each.upload().isSuspect()).findFirst();
        List<Candidate> batch = suspect.map(List::of).orElseGet(() -> bounded(oldest));
        if (!batch.isEmpty()) {
            List<Attempt> attempts = attempts(batch.stream().map(Candidate::upload).toList());
            for (int i = 0; i < batch.size(); i++) {
                tried(batch.get(i), attempts.get(i));
            }
        }
        return suspect.isPresent();
    }

    /** An upload that waits for its batch, and the slots of its task. */
    private record Candidate(Slots task, Waiting upload) {
        static Stream<Candidate> of(Slots task) {
            return task.undecided().map(each -> new Candidate(task, each));
        }
    }

    /** Lets an upload wait for its picture, if the picture may come in time and few enough wait already. */
    private void tried(Candidate candidate, Attempt attempt) {
        Waiting upload = candidate.upload();
        Optional<Duration> again = attempt.again();
        long due = System.nanoTime() + again.orElse(Duration.ZERO).toNanos();
        boolean isInTime = again.isPresent() && due - upload.since() <= settings.picturePatience().toNanos();
        if (isInTime && mayPostpone(upload.bytes()) && !candidate.task().hasLater(upload)) {
            candidate.task().postpone(upload, attempt, due);
            listener.postponed();
        } else {
            candidate.task().tried(upload, attempt);
        }
    }

    /** So many wait for pictures that a few slow hosts neither fill the memory nor hold up all others. */
    private boolean mayPostpone(int more) {
        return tasks.stream().mapToInt(Slots::postponed).sum() < MOST_POSTPONED
                && tasks.stream().mapToLong(Slots::postponedBytes).sum() + more <= settings.maxBatchBytes();
    }

    /** More uploads wait than a batch holds after a restart with other settings, or with fewer threads. */
    private List<Candidate> bounded(List<Candidate> oldest) {
        List<Candidate> batch = new ArrayList<>();
        long bytes = 0;
        for (Candidate next : oldest) {
            bytes += next.upload().bytes();
            if (batch.size() == settings.slots() || !batch.isEmpty() && bytes > settings.maxBatchBytes()) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private List<Attempt> attempts(List<Waiting> batch) {
        long start = System.nanoTime();
        batch.forEach(each -> listener.waited(Duration.ofNanos(start - each.since())));
        List<Attempt> attempts = classifier
                .classify(batch.stream().map(each -> ((Upload) each.what()).listing()).toList());
        listener.classified(batch.size(), Duration.ofNanos(System.nanoTime() - start));
        return attempts;
    }
}
