// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.stream.kafka.StreamSettings;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How many uploads the stream has not committed yet. */
public final class Lag implements AutoCloseable {
    private final Admin admin;
    private final StreamSettings settings;

    public Lag(StreamSettings settings) {
        this.admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
        this.settings = settings;
    }

    long uploads() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin
                .listConsumerGroupOffsets(settings.applicationId()).partitionsToOffsetAndMetadata().get();
        long lag = 0;
        for (int partition = 0; partition < settings.topics().partitions(); partition++) {
            TopicPartition uploads = new TopicPartition(settings.topics().uploads(), partition);
            long end = admin.listOffsets(Map.of(uploads, OffsetSpec.latest())).partitionResult(uploads).get().offset();
            OffsetAndMetadata at = committed.get(uploads);
            lag += end - (at == null ? 0 : at.offset());
        }
        return lag;
    }

    /** Until all that was sent is committed, which is not to say classified. */
    public void awaitNone(Duration most) throws ExecutionException, InterruptedException {
        Instant until = Instant.now().plus(most);
        while (uploads() > 0) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("%d uploads are not committed".formatted(uploads()));
            }
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
