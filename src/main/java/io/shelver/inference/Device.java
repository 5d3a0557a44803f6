// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.shelver.bundle.ListedFile;
import io.shelver.classify.ClassifierUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One thread that runs every graph of one device. It never waits while work is queued. When free, it takes the rows
 * that all callers queued for one graph, up to {@value #MAX_ROWS}, and runs them as one batch. There is one thread
 * because ONNX Runtime's CUDA sessions grow without bound when their threads differ (microsoft/onnxruntime #29351), and
 * because two busy pools on one CPU fight each other.
 */
public final class Device implements AutoCloseable {
    static final int MAX_ROWS = 64;

    private record Work(OnnxGraph<?> graph, List<?> rows, CompletableFuture<List<Answer>> answer, long queuedAt) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Work> queue = new ArrayDeque<>();
    private final List<OnnxGraph<?>> graphs = new ArrayList<>();
    private final ProviderChain providers;
    private final Batching batching;
    private final int threads;
    private final Thread thread;
    private boolean closing;
    private @Nullable Throwable broken;

    private Device(ProviderChain providers, Batching batching, int threads) {
        this.providers = providers;
        this.batching = batching;
        this.threads = threads;
        this.thread = Thread.ofPlatform().name("shelver-device").daemon().start(this::work);
    }

    /**
     * @param threads
     *            the threads that ONNX Runtime may use on the CPU, including the device's own; at least 1
     */
    static Device open(ProviderChain providers, int threads) {
        return open(providers, providers.first().batching(), threads);
    }

    /** Opens a device with the batches that another provider would get. */
    static Device open(ProviderChain providers, Batching batching, int threads) {
        return new Device(providers, batching, threads);
    }

    ProviderChain providers() {
        return providers;
    }

    /** Opens a graph that gives scores only. It is closed with the device. */
    <R> OnnxGraph<R> load(ListedFile file, RowLayout<R> rows, ModelListener listener) {
        return load(file, rows, List.of(), listener);
    }

    /**
     * Opens a graph. It is closed with the device.
     *
     * @param readers
     *            the fusion inputs that read its features
     * @throws ModelException
     *             if the graph cannot be opened, or lacks an output that its readers expect
     */
    <R> OnnxGraph<R> load(ListedFile file, RowLayout<R> rows, List<FeatureInput> readers, ModelListener listener) {
        try (SessionOptions options = options(threads)) {
            for (Provider provider : providers.used()) {
                provider.addTo(options);
            }
            OnnxGraph<R> graph = new OnnxGraph<>(
                    OrtEnvironment.getEnvironment().createSession(file.read(), options), file.path(), rows, readers,
                    batching, listener);
            graphs.add(graph);
            graph.requireOutputs();
            return graph;
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime cannot open %s: %s".formatted(file.path(), e.getMessage()), e);
        }
    }

    /** Runs every graph in every shape that it will run in, if these are few. Call it before serving. */
    void warmUp() {
        graphs.forEach(graph -> graph.warmUp(this));
    }

    static SessionOptions options(int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        // Threads that spin between operators would take the cores from those that decode and tokenise.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    /**
     * Queues rows for a graph of this device.
     *
     * @return one answer for each row, in order
     */
    <R> CompletableFuture<List<Answer>> run(OnnxGraph<R> graph, List<R> rows) {
        CompletableFuture<List<Answer>> answer = new CompletableFuture<>();
        if (rows.isEmpty()) {
            answer.complete(List.of());
            return answer;
        }
        lock.lock();
        try {
            if (closing || broken != null) {
                answer.completeExceptionally(
                        new ClassifierUnavailableException("the thread that runs the models has stopped", broken));
                return answer;
            }
            queue.add(new Work(graph, rows, answer, System.nanoTime()));
            arrived.signal();
        } finally {
            lock.unlock();
        }
        return answer;
    }

    /** Whether its thread lives. A dead thread answers no caller any more. */
    boolean isWorking() {
        return thread.isAlive();
    }

    private void work() {
        List<Work> batch = List.of();
        try {
            for (batch = take(); !batch.isEmpty(); batch = take()) {
                run(batch);
            }
        } catch (Throwable e) {
            // Whatever ended this thread, no caller may wait for it: each is told, now and later.
            fail(batch, e);
        }
    }

    private List<Work> take() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                arrived.await();
            }
            List<Work> batch = new ArrayList<>();
            if (queue.isEmpty()) {
                return batch;
            }
            Work first = queue.remove();
            batch.add(first);
            int rows = first.rows().size();
            for (Iterator<Work> others = queue.iterator(); others.hasNext();) {
                Work work = others.next();
                if (work.graph() == first.graph() && rows + work.rows().size() <= MAX_ROWS) {
                    others.remove();
                    batch.add(work);
                    rows += work.rows().size();
                }
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private static void run(List<Work> batch) {
        OnnxGraph<?> graph = batch.getFirst().graph();
        long taken = System.nanoTime();
        batch.forEach(work -> graph.listener().queued(Duration.ofNanos(taken - work.queuedAt())));
        List<Answer> answers;
        try {
            answers = graph.answerUnchecked(rows(batch));
        } catch (OrtException e) {
            ClassifierUnavailableException failure = new ClassifierUnavailableException(
                    "ONNX Runtime failed: " + e.getMessage(), e);
            batch.forEach(work -> work.answer().completeExceptionally(failure));
            return;
        }
        int from = 0;
        for (Work work : batch) {
            int to = from + work.rows().size();
            work.answer().complete(List.copyOf(answers.subList(from, to)));
            from = to;
        }
    }

    private static List<?> rows(List<Work> batch) {
        if (batch.size() == 1) {
            return batch.getFirst().rows();
        }
        List<Object> rows = new ArrayList<>();
        batch.forEach(work -> rows.addAll(work.rows()));
        return rows;
    }

    private void fail(List<Work> batch, Throwable cause) {
        lock.lock();
        try {
            broken = cause;
            ClassifierUnavailableException failure = new ClassifierUnavailableException(
                    "the thread that runs the models died", cause);
            batch.forEach(work -> work.answer().completeExceptionally(failure));
            queue.forEach(work -> work.answer().completeExceptionally(failure));
            queue.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs what is queued, then closes every session. If the thread does not end within 30 seconds, the sessions stay
     * open until the process exits: closing one during an inference can crash the process (microsoft/onnxruntime
     * #21812).
     */
    @Override
    public void close() {
        stop();
    }

    /** @return whether the thread has ended and the sessions are closed */
    boolean stop() {
        lock.lock();
        try {
            closing = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(Duration.ofSeconds(30))) {
                return false;
            }
            graphs.forEach(OnnxGraph::close);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
