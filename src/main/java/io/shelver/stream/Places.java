// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.PlacePolicy.ReadAgain;
import io.shelver.stream.kafka.StreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places of this process in the partitions of the uploads. The consumer group has places as well, but the brokers forget them
 * if no instance runs for long, and operators move them. The store of the slots does not forget, so it decides what was read
 * before. Stream threads tell what they read; {@link GoneUploads} judges what they did not.
 */
public final class Places {
    /** In place of the id of a topic that is not known. */
    public static final String UNKNOWN_TOPIC = Uuid.ZERO_UUID.toString();
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private final String topic;
    private final Uuid topicId;
    private final PlacePolicy policy;
    private final Map<Integer, Long> committed;
    private final StreamListener listener;
    private final Map<Integer, Long> next = new ConcurrentHashMap<>();
    /** The partitions of which the log has told that they are read again. */
    private final Set<Integer> told = ConcurrentHashMap.newKeySet();
    private final Queue<Gap> gaps = new ConcurrentLinkedQueue<>();
    private volatile @Nullable StreamException refusal;

    /** Offsets that were not read: from {@code from} to before {@code to}. */
    record Gap(int partition, long from, long to) {}

    /**
     * @param topicId
     *            the id of the uploads topic; or {@link #UNKNOWN_TOPIC}
     * @param committed
     *            the place of the group in each partition in which it had one at the start
     */
    public Places(String topic, String topicId, PlacePolicy policy, Map<Integer, Long> committed,
            StreamListener listener) {
        this.topic = topic;
        this.topicId = Uuid.fromString(topicId);
        this.policy = policy;
        this.committed = Map.copyOf(committed);
        this.listener = listener;
    }

    /** A task was opened. */
    void opened(int partition, Optional<Position> remembered) {
        told.remove(partition);
        next.remove(partition);
        if (remembered.isEmpty()) {
            // Nothing was read yet. What is deleted from here on is missing.
            Optional.ofNullable(committed.get(partition)).ifPresent(place -> next.put(partition, place));
        } else if (remembered.get().isOf(topicId)) {
            next.put(partition, remembered.get().next());
        } else {
            LOG.warn("the topic {} was deleted and made again: partition {} is read from its beginning", topic,
                    partition);
        }
    }

    /** A task was closed. */
    void closed(int partition) {
        next.remove(partition);
    }

    /**
     * An upload was read.
     *
     * @return whether it is to be processed; false if it was read before and is to be skipped
     * @throws StreamException
     *             if the policy says that the service stops
     */
    boolean read(int partition, long offset) {
        StreamException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        long expected = next.getOrDefault(partition, offset);
        if (offset < expected) {
            return readAgain(partition, offset, expected);
        }
        if (offset > expected) {
            gaps.add(new Gap(partition, expected, offset));
        }
        next.put(partition, offset + 1);
        return true;
    }

    private boolean readAgain(int partition, long offset, long expected) {
        if (policy.readAgain() == ReadAgain.STOP) {
            throw new StreamException(
                    "the uploads of %s-%d from offset %,d to %,d were read before, and the group's place was lost or moved back: set SHELVER_READ_AGAIN to skip or to decide"
                            .formatted(topic, partition, offset, expected - 1));
        }
        boolean skips = policy.readAgain() == ReadAgain.SKIP;
        if (told.add(partition)) {
            LOG.warn(
                    "the uploads of {}-{} from offset {} to {} were read before, and the group's place was lost or moved back: they {} (SHELVER_READ_AGAIN)",
                    topic, partition, offset, expected - 1, skips ? "are skipped" : "are decided again");
        }
        listener.readAgain(skips);
        return !skips;
    }

    /** The position to remember for a partition: what was read before stays read, even if it is decided again. */
    Position position(int partition) {
        return new Position(topicId, next.getOrDefault(partition, 0L));
    }

    /** The next offset of each partition of which one is known. */
    Map<Integer, Long> all() {
        return new TreeMap<>(next);
    }

    /** The gaps since the last call. Those of transactions and of compaction are among them. */
    List<Gap> takeGaps() {
        List<Gap> taken = new ArrayList<>();
        for (Gap gap = gaps.poll(); gap != null; gap = gaps.poll()) {
            taken.add(gap);
        }
        return taken;
    }

    boolean hasGaps() {
        return !gaps.isEmpty();
    }

    /** Uploads were deleted before they were read. No more than {@code to - from} of these offsets were uploads. */
    void gone(int partition, long from, long to) {
        listener.gone(to - from);
        String what = "the uploads of %s-%d from offset %,d to %,d were deleted before they were read: at most %,d uploads left by no door"
                .formatted(topic, partition, from, to - 1, to - from);
        LOG.error("{}; compare the retention of the topic with the lag", what);
        if (policy.stopIfGone()) {
            refusal = new StreamException(what + "; to go on without them, set SHELVER_GONE_UPLOADS=continue");
        }
    }

    /** As {@link #gone}, of uploads after the last that was read. They are not to be found missing again. */
    void goneAhead(int partition, long from, long to) {
        if (next.replace(partition, from, to)) {
            gone(partition, from, to);
        }
    }
}
