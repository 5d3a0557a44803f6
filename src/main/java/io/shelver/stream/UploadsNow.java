// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.Places.Now;
import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Asks the brokers about a partition of the uploads. */
final class UploadsNow implements IntFunction<Now> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final StreamSettings settings;

    UploadsNow(StreamSettings settings) {
        this.settings = settings;
    }

    @Override
    public Now apply(int partition) {
        String topic = settings.topics().uploads();
        TopicPartition of = new TopicPartition(topic, partition);
        try (Admin admin = Admin.create(ClientProperties.ofAdmin(settings, "uploads-now"))) {
            Uuid id = admin.describeTopics(List.of(topic)).allTopicNames()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).values().iterator().next().topicId();
            long end = admin.listOffsets(Map.of(of, OffsetSpec.latest())).partitionResult(of)
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).offset();
            return new Now(id, end);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new StreamException(
                    "whether the uploads of %s were read before cannot be decided, because the brokers do not say where it ends: start again when they answer"
                            .formatted(of),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException("interrupted while asking where %s ends".formatted(of), e);
        }
    }
}
