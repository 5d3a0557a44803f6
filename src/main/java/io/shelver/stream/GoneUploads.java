// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.Places.Gap;
import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds uploads that were deleted before they were read. A gap between two offsets that were read is no proof: transactions and
 * compaction leave some. It is one if the partition begins after the gap's first offset.
 */
final class GoneUploads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GoneUploads.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** Every so many looks one happens although nothing was jumped over: perhaps nothing comes after what is gone. */
    private static final int LOOKS_WITHOUT_GAPS = 30;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final StreamSettings settings;
    private final Places places;
    private final ScheduledExecutorService looks = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("gone-uploads").daemon().factory());
    private int idle;

    GoneUploads(StreamSettings settings, Places places) {
        this.settings = settings;
        this.places = places;
    }

    void start() {
        looks.scheduleWithFixedDelay(this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void look() {
        idle++;
        if (!places.hasGaps() && idle < LOOKS_WITHOUT_GAPS) {
            return;
        }
        idle = 0;
        List<Gap> gaps = places.takeGaps();
        Map<Integer, Long> next = places.all();
        try (Admin admin = Admin.create(ClientProperties.ofAdmin(settings, "places"))) {
            Map<Integer, Long> begins = begins(admin, gaps, next);
            judge(gaps, next, begins);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("where the partitions of the uploads begin is not known; asking again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void judge(List<Gap> gaps, Map<Integer, Long> next, Map<Integer, Long> begins) {
        for (Gap gap : gaps) {
            long to = Math.min(gap.to(), begins.getOrDefault(gap.partition(), 0L));
            if (to > gap.from()) {
                places.gone(gap.partition(), gap.from(), to);
            }
        }
        next.forEach((partition, from) -> {
            long begin = begins.getOrDefault(partition, 0L);
            if (begin > from) {
                places.goneAhead(partition, from, begin);
            }
        });
    }

    private Map<Integer, Long> begins(Admin admin, List<Gap> gaps, Map<Integer, Long> next)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = Stream
                .concat(gaps.stream().map(Gap::partition), next.keySet().stream()).distinct()
                .collect(Collectors.toMap(each -> new TopicPartition(settings.topics().uploads(), each),
                        each -> OffsetSpec.earliest()));
        Map<Integer, Long> begins = new HashMap<>();
        admin.listOffsets(asked).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((partition, found) -> begins.put(partition.partition(), found.offset()));
        return begins;
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
