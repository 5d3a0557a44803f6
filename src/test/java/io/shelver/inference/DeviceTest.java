// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.shelver.bundle.Bundle;
import io.shelver.bundle.ListedFile;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.testing.TinyBundle;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeviceTest {
    private static final ListedFile TITLE = Objects
            .requireNonNull(Bundle.open(TinyBundle.FOLDER).files().get("title.onnx"));
    private final List<Integer> batches = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private Device device;

    @BeforeEach
    void openDevice() {
        device = Device.open(new ProviderChain(List.of(Provider.CPU), Map.of()), 1);
    }

    @AfterEach
    void close() {
        gate.countDown();
        device.close();
    }

    @Test
    void whatSeveralCallersLeftIsRunAsOneBatch() {
        OnnxGraph<Long> graph = title(this::tensors);
        CompletableFuture<List<Answer>> first = device.run(graph, List.of(2L));
        CompletableFuture<List<Answer>> second = device.run(graph, List.of(3L, 4L));
        CompletableFuture<List<Answer>> third = device.run(graph, List.of(5L));

        gate.countDown();

        assertThat(first.join()).hasSize(1);
        assertThat(second.join()).hasSize(2);
        assertThat(third.join()).hasSize(1);
        assertThat(List.copyOf(batches)).isIn(List.of(1, 3), List.of(4));
    }

    @Test
    void eachCallerGetsTheScoresOfItsOwnRows() {
        OnnxGraph<Long> graph = title(this::tensors);
        gate.countDown();
        Answer alone = device.run(graph, List.of(7L)).join().getFirst();

        List<Answer> among = device.run(graph, List.of(2L, 7L, 3L)).join();

        assertThat(among.get(1).scores("title")).isEqualTo(alone.scores("title"));
    }

    @Test
    void theListenerHearsOfEveryCallersWaitAndOfEachRun() {
        List<Integer> runs = new CopyOnWriteArrayList<>();
        List<Duration> waits = new CopyOnWriteArrayList<>();
        OnnxGraph<Long> graph = device.load(TITLE, this::tensors, new ModelListener() {
            @Override
            public void queued(Duration waited) {
                waits.add(waited);
            }

            @Override
            public void ran(int rows, Duration took) {
                runs.add(rows);
            }
        });
        CompletableFuture<List<Answer>> first = device.run(graph, List.of(2L));
        CompletableFuture<List<Answer>> second = device.run(graph, List.of(3L, 4L));
        gate.countDown();

        first.join();
        second.join();

        assertThat(waits).hasSize(2).allMatch(waited -> !waited.isNegative());
        assertThat(runs).isEqualTo(batches);
    }

    @Test
    void aDeadThreadTellsWhoeverWaitsAndWhoeverComes() {
        OnnxGraph<Long> broken = title((environment, rows) -> {
            throw new IllegalStateException("broken");
        });

        CompletableFuture<List<Answer>> waiting = device.run(broken, List.of(2L));

        assertThatThrownBy(waiting::join).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ClassifierUnavailableException.class);
        assertThatThrownBy(() -> device.run(broken, List.of(2L)).join())
                .hasCauseInstanceOf(ClassifierUnavailableException.class);
    }

    private OnnxGraph<Long> title(Rows<Long> rows) {
        return device.load(TITLE, rows, ModelListener.NONE);
    }

    /** One token a row; the first batch waits at the gate. */
    private Map<String, OnnxTensor> tensors(OrtEnvironment environment, List<Long> rows) throws OrtException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        batches.add(rows.size());
        long[] tokens = rows.stream().mapToLong(Long::longValue).toArray();
        return Map.of("tokens",
                OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), new long[]{rows.size(), 1}));
    }
}
