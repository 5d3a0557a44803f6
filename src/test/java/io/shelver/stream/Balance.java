// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import io.shelver.classify.FailureClass;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps the books of one process: what came in is out, in flight, or left for another. */
final class Balance implements StreamListener {
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong restored = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong gone = new AtomicLong();
    private final AtomicLong decided = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong aborted = new AtomicLong();

    @Override
    public void received() {
        received.incrementAndGet();
    }

    @Override
    public void restored(int uploads) {
        restored.addAndGet(uploads);
    }

    @Override
    public void readAgain(boolean skips) {
        skipped.addAndGet(skips ? 1 : 0);
    }

    @Override
    public void gone(long uploads) {
        gone.addAndGet(uploads);
    }

    @Override
    public void left(int uploads) {
        left.addAndGet(uploads);
    }

    @Override
    public void inFlight(int change) {
        inFlight.addAndGet(change);
    }

    @Override
    public void decided(Decision decision, Duration sinceUpload) {
        decided.incrementAndGet();
    }

    @Override
    public void deadLetter(FailureClass failureClass) {
        deadLetters.incrementAndGet();
    }

    @Override
    public void transactionAborted() {
        aborted.incrementAndGet();
    }

    long uploads() {
        return received.get();
    }

    long restored() {
        return restored.get();
    }

    long skipped() {
        return skipped.get();
    }

    long gone() {
        return gone.get();
    }

    long left() {
        return left.get();
    }

    long inFlight() {
        return inFlight.get();
    }

    long out() {
        return decided.get() + deadLetters.get();
    }

    long aborted() {
        return aborted.get();
    }

    boolean isEven() {
        return uploads() + restored() == out() + skipped() + inFlight() + left();
    }

    @Override
    public String toString() {
        return "received %d, restored %d, out %d, in flight %d, left %d, aborted %d".formatted(uploads(), restored(),
                out(), inFlight(), left(), aborted());
    }
}
