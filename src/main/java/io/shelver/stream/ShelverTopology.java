// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.Door;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The flow: uploads are admitted, batched and classified, and each leaves by one of three doors. */
public final class ShelverTopology {
    private static final String UPLOADS = "uploads";

    private final StreamSettings settings;
    private final Admission admission;
    private final IsolatingClassifier classifier;
    private final Outcomes outcomes;
    private final InstantSource clock;
    private final Places places;
    private final StreamListener listener;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /** As the other constructor, with the default policy of places, if nothing proves that the models work: they are to blame. */
    public ShelverTopology(StreamSettings settings, EventFormat format, Classifier classifier, Taxonomy taxonomy,
            InstantSource clock, StreamListener listener) {
        this(settings, format, classifier, ShelverTopology::nothingProvesIt, taxonomy, clock,
                new Places(settings, Places.UNKNOWN_TOPIC, PlacePolicy.DEFAULT, Map.of(),
                        listener),
                listener);
    }

    /**
     * @param proof
     *            throws an exception if the models do not work; asked if a listing has no scores
     * @param places
     *            the places in the uploads
     */
    public ShelverTopology(StreamSettings settings, EventFormat format, Classifier classifier, Runnable proof,
            Taxonomy taxonomy, InstantSource clock, Places places, StreamListener listener) {
        this.settings = settings;
        this.admission = new Admission(format, settings.topics().maxUploadBytes(), settings.keys());
        this.classifier = new IsolatingClassifier(classifier, proof, settings.batchDeadline());
        this.outcomes = new Outcomes(settings.topics(), format, new Events(taxonomy, clock), listener);
        this.clock = clock;
        this.places = places;
        this.listener = listener;
    }

    private static void nothingProvesIt() {
        throw new ClassifierUnavailableException("nothing proves that they do");
    }

    Places places() {
        return places;
    }

    /** Lets no further batch run, so that the flow can close at once. What waits stays in the store, and the next start takes it up. */
    public void stop() {
        stopping.set(true);
    }

    /** The flow as it runs in production. */
    public Topology build() {
        return build(slotStore().withLoggingEnabled(changeLog(settings.topics())));
    }

    /** Without the changelog, a crash loses what waits in a batch: the control of the crash test. */
    public Topology buildWithoutChangeLog() {
        return build(slotStore().withLoggingDisabled());
    }

    private Topology build(StoreBuilder<KeyValueStore<Integer, byte[]>> slots) {
        Topics topics = settings.topics();
        ByteArrayDeserializer from = new ByteArrayDeserializer();
        ByteArraySerializer to = new ByteArraySerializer();
        ThreadLocal<ThreadBatch> batches = ThreadLocal
                .withInitial(() -> new ThreadBatch(settings, classifier, listener));
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), UPLOADS, new ArrivalTime(clock), from, from, topics.uploads())
                .addProcessor(Admit.NODE, () -> new Admit(admission, listener), UPLOADS)
                .addProcessor(MicroBatch.NODE,
                        () -> new MicroBatch(settings, admission, batches::get, outcomes, listener, places,
                                stopping::get),
                        Admit.NODE)
                .addStateStore(slots, MicroBatch.NODE)
                .addSink(Door.CATEGORIES.key(), topics.of(Door.CATEGORIES), to, to, MicroBatch.NODE)
                .addSink(Door.REVIEWS.key(), topics.of(Door.REVIEWS), to, to, MicroBatch.NODE)
                .addSink(Door.DEAD_LETTERS.key(), topics.of(Door.DEAD_LETTERS), to, to, MicroBatch.NODE);
    }

    /** Cached, so that only what waits at a commit is logged. In memory, so that a restart reads the changelog and no disk. */
    private static StoreBuilder<KeyValueStore<Integer, byte[]>> slotStore() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(StreamSettings.SLOTS), Serdes.Integer(),
                Serdes.ByteArray()).withCachingEnabled();
    }

    /** Segments are small and short, because every start reads the whole log and the active segment is never compacted. */
    private static Map<String, String> changeLog(Topics topics) {
        int segmentBytes = Math.max(4 * topics.maxOutcomeBytes(), 16 << 20);
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                // A segment must hold the largest batch. Otherwise the broker rejects it, and the commit fails for ever.
                TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(segmentBytes),
                TopicConfig.SEGMENT_MS_CONFIG, "60000",
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "60000",
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
                // Far longer than a restore. One that missed a tombstone would classify a listing again.
                TopicConfig.DELETE_RETENTION_MS_CONFIG, "600000",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(topics.maxOutcomeBytes()));
    }
}
