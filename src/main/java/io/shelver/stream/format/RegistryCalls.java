// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.stream.kafka.StreamException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Calls what asks the registry, repeats it while the registry does not answer, and gives up before a transaction would be fenced. */
final class RegistryCalls {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().name("registry-", 0).daemon().factory());
    private final String where;

    /** A failure that would be the same at another attempt. */
    static final class FinalException extends Exception {
        private static final long serialVersionUID = 1;

        FinalException(Throwable cause) {
            super(cause);
        }

        Throwable why() {
            Throwable cause = getCause();
            return cause == null ? this : cause;
        }
    }

    /**
     * @param where
     *            the address of the registry, for messages
     */
    RegistryCalls(String where) {
        this.where = where;
    }

    String where() {
        return where;
    }

    /**
     * @param patience
     *            the longest time for all attempts together
     * @param call
     *            a call that shares nothing, because it may go on after its time is over
     * @param isFinal
     *            whether another attempt would fail in the same way
     * @throws StreamException
     *             if the registry did not answer in time
     */
    <T> T call(Duration patience, Callable<T> call, Predicate<Throwable> isFinal) throws FinalException {
        long until = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Throwable failure;
            Future<T> answer = threads.submit(call);
            try {
                return answer.get(Math.max(until - System.nanoTime(), 1), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                failure = e.getCause() == null ? e : e.getCause();
            } catch (TimeoutException e) {
                failure = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StreamException("interrupted while asking the schema registry", e);
            } finally {
                answer.cancel(true);
            }
            if (isFinal.test(failure)) {
                throw new FinalException(failure);
            }
            if (System.nanoTime() + pause.toNanos() >= until) {
                throw away(failure, patience);
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private StreamException away(Throwable failure, Duration patience) {
        return new StreamException(
                "the schema registry at %s cannot be used, after trying for %d ms: %s. Nothing is lost; start again when it works"
                        .formatted(where, patience.toMillis(), described(failure)),
                failure);
    }

    /** The status or the class of a failure. Its message may quote the answer. */
    static String described(Throwable failure) {
        if (RegistryFaults.status(failure).isPresent()) {
            return "it answers " + RegistryFaults.status(failure).getAsInt();
        }
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20)
                .toList();
        Throwable telling = causes.stream().filter(IOException.class::isInstance).findFirst().orElse(causes.getLast());
        return telling instanceof TimeoutException ? "no answer" : telling.getClass().getSimpleName();
    }
}
