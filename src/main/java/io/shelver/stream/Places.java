// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.PlacePolicy.ReadAgain;
import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
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
    /** Brokers that do not answer for long must not fill the memory. */
    private static final int MOST_GAPS = 10_000;

    private final String topic;
    private final PlacePolicy policy;
    private final Map<Integer, Long> committed;
    private final StreamListener listener;
    private final IntFunction<Now> broker;
    /** The task that was opened last for each partition. */
    private final Map<Integer, OfTask> tasks = new ConcurrentHashMap<>();
    private final BlockingDeque<Gap> gaps = new LinkedBlockingDeque<>(MOST_GAPS);
    private final BlockingQueue<Gap> jumps = new LinkedBlockingQueue<>();
    private volatile Uuid topicId;
    private volatile @Nullable StreamException refusal;

    /** Offsets that were not read: from {@code from} to before {@code to}. */
    record Gap(int partition, long from, long to) {}

    /**
     * What the brokers say of a partition now.
     *
     * @param topic
     *            the id of the topic
     * @param end
     *            the offset after the last upload
     */
    record Now(Uuid topic, long end) {}

    /**
     * @param topic
     *            the id of the topic of which {@code next} is an offset
     * @param next
     *            the offset after the last upload that was read
     * @param passed
     *            {@code next} or more: no upload lies between, only marks of transactions and what compaction took
     * @param last
     *            the last offset that was read since the task was opened, perhaps one that was read before
     */
    private record Place(Uuid topic, long next, long passed, long last) {
        private static final long NOTHING_READ = Long.MAX_VALUE;

        Place {
            passed = Math.max(next, passed);
        }

        static Place opened(Uuid topic, long next, long passed) {
            return new Place(topic, next, passed, NOTHING_READ);
        }

        Place read(long offset) {
            return new Place(topic, Math.max(next, offset + 1), passed, offset);
        }

        Place passed(long offset) {
            return new Place(topic, next, Math.max(passed, offset), last);
        }
    }

    /**
     * @param topicId
     *            the id of the uploads topic; or {@link #UNKNOWN_TOPIC}
     * @param committed
     *            the place of the group in each partition in which it had one at the start
     */
    public Places(StreamSettings settings, String topicId, PlacePolicy policy, Map<Integer, Long> committed,
            StreamListener listener) {
        this(settings.topics().uploads(), topicId, policy, committed, listener, new UploadsNow(settings));
    }

    /**
     * @param broker
     *            says what a partition is like now
     */
    Places(String topic, String topicId, PlacePolicy policy, Map<Integer, Long> committed, StreamListener listener,
            IntFunction<Now> broker) {
        this.topic = topic;
        this.topicId = Uuid.fromString(topicId);
        this.policy = policy;
        this.committed = Map.copyOf(committed);
        this.listener = listener;
        this.broker = broker;
    }

    /** A task was opened. */
    OfTask opened(int partition, Optional<Position> remembered) {
        OfTask task = new OfTask(partition, start(partition, remembered));
        tasks.put(partition, task);
        return task;
    }

    private @Nullable Place start(int partition, Optional<Position> remembered) {
        Long group = committed.get(partition);
        if (remembered.isEmpty()) {
            // Nothing was read yet. What is deleted from here on is missing.
            return group == null ? null : Place.opened(topicId, group, group);
        }
        if (!remembered.get().isOf(topicId)) {
            LOG.warn("the topic {} was deleted and made again: partition {} is read from its beginning", topic,
                    partition);
            return null;
        }
        long next = remembered.get().next();
        long passed = group == null ? next : group;
        if (passed > next) {
            jumps.add(new Gap(partition, next, passed));
        }
        return Place.opened(topicId, next, passed);
    }

    /**
     * The place of one task. A process may have two tasks of a partition for a moment: one whose thread does not know
     * yet that it lost the partition, and that of the new owner. What the first reads is in no committed transaction,
     * so the second must not take it for read.
     */
    final class OfTask {
        private final int partition;
        /** Written by the thread of the task, and by whoever looks for uploads that are gone. */
        private final AtomicReference<@Nullable Place> place;

        private OfTask(int partition, @Nullable Place start) {
            this.partition = partition;
            this.place = new AtomicReference<>(start);
        }

        /** The task was closed. */
        void close() {
            tasks.remove(partition, this);
        }

        /**
         * An upload was read.
         *
         * @return whether it is to be processed; false if it was read before and is to be skipped
         * @throws StreamException
         *             if the policy says that the service stops
         */
        boolean read(long offset) {
            StreamException refused = refusal;
            if (refused != null) {
                throw refused;
            }
            Place before = place.get();
            if (before != null && offset < before.next()) {
                // Offsets grow, so one that does not means that the group was moved, or that the partition is another.
                boolean wasMoved = offset <= before.last();
                if (!wasMoved || isStillThere(partition, before)) {
                    boolean skips = isSkipped(partition, offset, before.next(), wasMoved);
                    place.updateAndGet(now -> now == null ? null : now.read(offset));
                    return !skips;
                }
                place.set(null);
            }
            Place then = place
                    .getAndUpdate(now -> (now == null ? Place.opened(topicId, offset, offset) : now).read(offset));
            if (then != null && offset > then.passed()) {
                gap(new Gap(partition, then.passed(), offset));
            }
            return true;
        }

        /** The position to remember: what was read before stays read, even if it is decided again. */
        Position position() {
            Place now = place.get();
            return now == null ? new Position(topicId, 0) : new Position(now.topic(), now.next());
        }
    }

    private void gap(Gap gap) {
        while (!gaps.offer(gap)) {
            gaps.poll();
        }
    }

    /** Whether what was read is still in the partition. If not, uploads that are new may have offsets that were read. */
    private boolean isStillThere(int partition, Place place) {
        Now now = broker.apply(partition);
        if (!new Position(place.topic(), place.next()).isOf(now.topic())) {
            LOG.warn("the topic {} was deleted and made again: partition {} is read from its beginning", topic,
                    partition);
            topicId = now.topic();
            return false;
        }
        if (now.end() < place.next()) {
            String what = "%s-%d ends at offset %,d, and was read to %,d: it was made again or lost records. Newer uploads may have the offsets of those that were read"
                    .formatted(topic, partition, now.end(), place.next());
            if (policy.readAgain() != ReadAgain.DECIDE) {
                throw new StreamException(
                        what + ": set SHELVER_READ_AGAIN=decide for one start; repeats have equal event ids");
            }
            LOG.warn("{}: they are decided, perhaps again (SHELVER_READ_AGAIN)", what);
            return false;
        }
        return true;
    }

    /** Whether an upload that was read before is skipped. */
    private boolean isSkipped(int partition, long offset, long next, boolean first) {
        if (policy.readAgain() == ReadAgain.STOP) {
            throw new StreamException(
                    "the uploads of %s-%d from offset %,d to %,d were read before, and the group's place was lost or moved back: set SHELVER_READ_AGAIN to skip or to decide"
                            .formatted(topic, partition, offset, next - 1));
        }
        boolean skips = policy.readAgain() == ReadAgain.SKIP;
        if (first) {
            LOG.warn(
                    "the uploads of {}-{} from offset {} to {} were read before, and the group's place was lost or moved back: they {} (SHELVER_READ_AGAIN)",
                    topic, partition, offset, next - 1, skips ? "are skipped" : "are decided again");
        }
        listener.readAgain(skips);
        return skips;
    }

    /** For each partition of which it is known: the first offset that may be an upload that was not read. */
    Map<Integer, Long> all() {
        Map<Integer, Long> all = new TreeMap<>();
        tasks.forEach((partition, task) -> {
            Place now = task.place.get();
            if (now != null) {
                all.put(partition, now.passed());
            }
        });
        return all;
    }

    /** The gaps that are not settled, the oldest first. Those of transactions and of compaction are among them. */
    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    boolean hasGaps() {
        return !gaps.isEmpty();
    }

    /** These gaps are judged. */
    void settled(List<Gap> judged) {
        gaps.removeAll(Set.copyOf(judged));
    }

    /** Where the group was ahead of what was read when a task was opened: by marks of transactions, or because it was moved. */
    List<Gap> takeJumps() {
        List<Gap> taken = new ArrayList<>();
        jumps.drainTo(taken);
        return taken;
    }

    boolean hasJumps() {
        return !jumps.isEmpty();
    }

    /** The group went on to an offset while the partition still had all that it passed: no upload lies before it. */
    void passed(int partition, long offset) {
        OfTask task = tasks.get(partition);
        if (task != null) {
            task.place.updateAndGet(now -> now == null ? null : now.passed(offset));
        }
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
        OfTask task = tasks.get(partition);
        Place place = task == null ? null : task.place.get();
        // If it was read meanwhile, there is a gap to judge.
        if (task != null && place != null && place.passed() == from
                && task.place.compareAndSet(place, place.passed(to))) {
            gone(partition, from, to);
        }
    }

    /** The group was moved past uploads that are still there. */
    void jumpedOver(int partition, long from, long to) {
        listener.gone(to - from);
        LOG.error(
                "the group was moved past the uploads of {}-{} from offset {} to {}: at most {} uploads left by no door; to decide them, move the group back and start with SHELVER_READ_AGAIN=decide",
                topic, partition, from, to - 1, to - from);
    }
}
