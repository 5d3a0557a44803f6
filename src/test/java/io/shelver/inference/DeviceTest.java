// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.shelver.bundle.Bundle;
import io.shelver.bundle.ListedFile;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.testing.TinyBundle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeviceTest {
    private static final ListedFile TITLE = Objects
            .requireNonNull(Bundle.open(TinyBundle.FOLDER).files().get("title.onnx"));
    private static final String OUT_OF_MEMORY = "Error code - ORT_RUNTIME_EXCEPTION - message: Failed to allocate memory for requested buffer of size 9";
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
        OnnxGraph<Long> graph = title(new Tokens());
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
        OnnxGraph<Long> graph = title(new Tokens());
        gate.countDown();
        Answer alone = device.run(graph, List.of(7L)).join().getFirst();

        List<Answer> among = device.run(graph, List.of(2L, 7L, 3L)).join();

        assertThat(among.get(1)).isEqualTo(alone);
    }

    @Test
    void theListenerHearsOfEveryCallersWaitAndOfEachRun() {
        List<Integer> runs = new CopyOnWriteArrayList<>();
        List<Duration> waits = new CopyOnWriteArrayList<>();
        OnnxGraph<Long> graph = device.load(TITLE, new Tokens(), new ModelListener() {
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
    void aDeadThreadTellsEveryWaitingAndEveryLaterCaller() {
        OnnxGraph<Long> broken = title(new RowLayout<>() {
            @Override
            public Long blank(int length) {
                return 0L;
            }

            @Override
            public void put(List<Long> rows, Bucket bucket, Inputs inputs) {
                throw new IllegalStateException("broken");
            }
        });

        CompletableFuture<List<Answer>> waiting = device.run(broken, List.of(2L));

        assertThatThrownBy(waiting::join).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ClassifierUnavailableException.class);
        assertThatThrownBy(() -> device.run(broken, List.of(2L)).join())
                .hasCauseInstanceOf(ClassifierUnavailableException.class);
    }

    @Test
    void aBatchThatIsTooLargeForTheMemoryIsRunInHalves() {
        gate.countDown();
        List<Integer> runs = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        OnnxGraph<Long> graph = device.load(TITLE, new Tokens(5, OUT_OF_MEMORY), new ModelListener() {
            @Override
            public void ran(int rows, Duration took) {
                runs.add(rows);
            }

            @Override
            public void ranOutOfMemory() {
                failures.incrementAndGet();
            }
        });
        List<Long> rows = LongStream.range(0, 16).boxed().toList();

        List<Answer> first = device.run(graph, rows).join();
        List<Answer> second = device.run(graph, rows).join();

        assertThat(failures).as("the smaller batches are kept to").hasValue(2);
        assertThat(runs).containsExactly(4, 4, 4, 4, 4, 4, 4, 4);
        assertThat(first).isEqualTo(second).isEqualTo(device.run(title(new Tokens()), rows).join());
    }

    @Test
    void aRowThatIsTooLargeForTheMemoryFails() {
        gate.countDown();
        OnnxGraph<Long> graph = title(new Tokens(0, OUT_OF_MEMORY));

        assertThatThrownBy(() -> device.run(graph, List.of(2L, 3L)).join())
                .hasCauseInstanceOf(ClassifierUnavailableException.class)
                .hasMessageContaining("Failed to allocate memory");
        assertThat(device.isWorking()).isTrue();
    }

    @Test
    void anotherFailureIsNotTriedAgain() {
        gate.countDown();
        OnnxGraph<Long> graph = title(new Tokens(1, "Non-zero status code returned while running Gather node"));

        assertThatThrownBy(() -> device.run(graph, List.of(2L, 3L)).join())
                .hasCauseInstanceOf(ClassifierUnavailableException.class);
        assertThat(batches).containsExactly(2);
    }

    private OnnxGraph<Long> title(RowLayout<Long> rows) {
        return device.load(TITLE, rows, ModelListener.NONE);
    }

    /** Rows of one token. The first batch waits at the gate, and batches with too many rows fail. */
    private final class Tokens implements RowLayout<Long> {
        private final int most;
        private final String failure;

        Tokens() {
            this(Integer.MAX_VALUE, "");
        }

        Tokens(int most, String failure) {
            this.most = most;
            this.failure = failure;
        }

        @Override
        public Long blank(int length) {
            return 0L;
        }

        @Override
        public void put(List<Long> rows, Bucket bucket, Inputs inputs) throws OrtException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            batches.add(rows.size());
            if (rows.size() > most) {
                throw new OrtException(failure);
            }
            rows.forEach(inputs.longs("tokens", bucket.rows(), 1)::put);
        }
    }
}
