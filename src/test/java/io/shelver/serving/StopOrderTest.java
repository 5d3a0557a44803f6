// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StopOrderTest {
    private final List<String> steps = new CopyOnWriteArrayList<>();

    @Test
    void httpIsDrainedThenTheStreamClosedThenTheModels() {
        order(true, true).stop();

        assertThat(steps).containsExactly("http", "stream", "models");
    }

    @Test
    void modelsAreLeftToTheExitIfARequestIsStillInsideOfThem() {
        order(false, true).stop();

        assertThat(steps).containsExactly("http", "stream", "exit");
    }

    @Test
    void modelsAreLeftToTheExitIfABatchIsStillInsideOfThem() {
        order(true, false).stop();

        assertThat(steps).containsExactly("http", "stream", "exit");
    }

    @Test
    void aSecondStopDoesNothing() {
        StopOrder order = order(true, true);

        order.stop();
        order.stop();

        assertThat(steps).containsExactly("http", "stream", "models");
    }

    @Test
    void aLaterCallerWaitsUntilAllIsStopped() throws Exception {
        CountDownLatch drained = new CountDownLatch(1);
        CountDownLatch draining = new CountDownLatch(1);
        StopOrder order = new StopOrder(() -> {
            draining.countDown();
            await(drained);
            return step("http", true);
        }, () -> step("stream", true), () -> steps.add("models"), () -> steps.add("exit"));
        CompletableFuture<Void> first = CompletableFuture.runAsync(order::stop);
        await(draining);
        CompletableFuture<Void> second = CompletableFuture.runAsync(order::stop)
                .thenRun(() -> steps.add("second returned"));

        assertThat(order.isBegun()).isTrue();
        drained.countDown();
        CompletableFuture.allOf(first, second).get(10, TimeUnit.SECONDS);

        assertThat(steps).containsExactly("http", "stream", "models", "second returned");
    }

    private StopOrder order(boolean drained, boolean closed) {
        return new StopOrder(() -> step("http", drained), () -> step("stream", closed), () -> steps.add("models"),
                () -> steps.add("exit"));
    }

    private boolean step(String name, boolean done) {
        steps.add(name);
        return done;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
