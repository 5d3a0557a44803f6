// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what is wrong with the topics that exist: a limit that is too low, a changelog with other partitions. */
final class TopicCheck {
    private final Cluster cluster;
    private final StreamSettings settings;
    private final Set<String> there;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param there
     *            the names of the topics that exist and are to be checked
     */
    TopicCheck(Cluster cluster, StreamSettings settings, Set<String> there) {
        this.cluster = cluster;
        this.settings = settings;
        this.there = there;
    }

    void requireAll() {
        settings.topics().names().stream().filter(topic -> !there.contains(topic))
                .forEach(topic -> problems.add("the topic %s does not exist".formatted(topic)));
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    void checkLimits() {
        Topics topics = settings.topics();
        for (String topic : topics.names()) {
            // An upload that its topic does not take never comes. An outcome that its topic does not take stops us for ever.
            checkLimit(topic, WantedTopics.maxBytes(topic, topics),
                    topic.equals(topics.uploads()) ? warnings : problems);
        }
        // Kafka Streams creates the changelog, and never alters one that exists.
        checkLimit(settings.changeLog(), topics.maxOutcomeBytes(), problems);
    }

    void checkPartitions() {
        String uploads = settings.topics().uploads();
        if (!there.contains(settings.changeLog()) || !there.contains(uploads)) {
            return;
        }
        int has = cluster.partitions(settings.changeLog());
        int needs = cluster.partitions(uploads);
        if (has != needs) {
            problems.add("the changelog %s has %d partitions, %s has %d: %s".formatted(settings.changeLog(), has,
                    uploads, needs, has < needs
                            ? "`shelver topics` adds what is missing"
                            : "if the uploads topic was created again, set another SHELVER_APPLICATION_ID"));
        }
    }

    private void checkLimit(String topic, int limit, List<String> found) {
        if (!there.contains(topic)) {
            return;
        }
        long bytes;
        try {
            bytes = cluster.maxMessageBytes(topic);
        } catch (StreamException e) {
            if (!Cluster.isForbidden(e)) {
                throw e;
            }
            warn("the limits of the topic %s cannot be checked: allow us DescribeConfigs on it".formatted(topic));
            return;
        }
        if (bytes < limit) {
            found.add(
                    "the topic %s takes records of %,d bytes (max.message.bytes), at least %,d are needed: raise it, or set SHELVER_MAX_UPLOAD_BYTES lower"
                            .formatted(topic, bytes, limit));
        }
    }

    TopicReport report(List<String> created) {
        return new TopicReport(created, problems, warnings);
    }
}
