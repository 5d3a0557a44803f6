// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.Places.Gap;
import io.shelver.stream.kafka.ClientProperties;
import io.shelver.stream.kafka.Readers;
import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds uploads that were deleted before they were read. A gap between two offsets that were read is no proof: transactions and
 * compaction leave some. It is one if the partition begins after the gap's first offset. It also finds uploads that the group was
 * moved past while no instance ran.
 */
final class GoneUploads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GoneUploads.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** Every so many looks one happens although nothing was jumped over: perhaps nothing comes after what is gone. */
    private static final int LOOKS_WITHOUT_GAPS = 30;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** How long a stop waits for a look to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final StreamSettings settings;
    private final Places places;
    private final ScheduledExecutorService looks = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("gone-uploads").daemon().factory());
    private final List<Gap> jumps = new ArrayList<>();
    private @Nullable Admin open;
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
        if (!places.hasGaps() && !places.hasJumps() && idle < LOOKS_WITHOUT_GAPS) {
            return;
        }
        idle = 0;
        List<Gap> gaps = places.gaps();
        Map<Integer, Long> next = places.all();
        try {
            Admin admin = admin();
            // The group is asked first: where a partition begins later, it began no later then.
            Map<Integer, Long> group = group(admin);
            judge(gaps, next, group, begins(admin, gaps, next));
            places.settled(gaps);
            seeJumps();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("where the partitions of the uploads begin is not known; asking again", e);
            closeAdmin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Admin admin() {
        Admin admin = open;
        if (admin == null) {
            admin = Admin.create(ClientProperties.ofAdmin(settings, "places"));
            open = admin;
        }
        return admin;
    }

    private void closeAdmin() {
        Admin admin = open;
        open = null;
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    private void judge(List<Gap> gaps, Map<Integer, Long> next, Map<Integer, Long> group,
            Map<Integer, Long> begins) {
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
            } else {
                places.passed(partition, group.getOrDefault(partition, from));
            }
        });
    }

    private void seeJumps() {
        jumps.addAll(places.takeJumps());
        if (jumps.isEmpty()) {
            return;
        }
        try (Consumer<byte[], byte[]> consumer = Readers.open(settings, "places", IsolationLevel.READ_COMMITTED)) {
            for (Iterator<Gap> all = jumps.iterator(); all.hasNext();) {
                Gap jump = all.next();
                firstUpload(consumer, jump).ifPresent(first -> places.jumpedOver(jump.partition(), first, jump.to()));
                all.remove();
            }
        }
    }

    /** The offset of the first upload in a gap. */
    private OptionalLong firstUpload(Consumer<byte[], byte[]> consumer, Gap gap) {
        TopicPartition of = new TopicPartition(settings.topics().uploads(), gap.partition());
        long until = System.nanoTime() + TIMEOUT.toNanos();
        consumer.assign(List.of(of));
        consumer.seek(of, gap.from());
        while (consumer.position(of) < gap.to()) {
            for (ConsumerRecord<byte[], byte[]> upload : consumer.poll(Duration.ofMillis(500))) {
                return upload.offset() < gap.to() ? OptionalLong.of(upload.offset()) : OptionalLong.empty();
            }
            if (System.nanoTime() - until > 0) {
                throw new KafkaException("no answer about %s in %s".formatted(gap, TIMEOUT));
            }
        }
        return OptionalLong.empty();
    }

    private Map<Integer, Long> group(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        Map<Integer, Long> group = new HashMap<>();
        admin.listConsumerGroupOffsets(settings.applicationId()).partitionsToOffsetAndMetadata()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).forEach((partition, place) -> {
                    if (place != null && partition.topic().equals(settings.topics().uploads())) {
                        group.put(partition.partition(), place.offset());
                    }
                });
        return group;
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
        looks.shutdown();
        try {
            if (looks.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                closeAdmin();
            } else {
                looks.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
