// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what is wrong with the topics that exist, and with the brokers. */
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

    /** Whether each topic takes our records, and keeps them. */
    void checkRules() {
        Topics topics = settings.topics();
        for (String topic : topics.names()) {
            if (there.contains(topic)) {
                TopicFacts facts = cluster.facts(topic);
                int largest = WantedTopics.maxBytes(topic, topics);
                add(topic.equals(topics.uploads())
                        ? TopicRules.ofUploads(facts, largest)
                        : TopicRules.ofDoor(facts, largest, topic.equals(topics.deadLetters())));
            }
        }
        if (there.contains(settings.changeLog())) {
            // Kafka Streams creates the changelog, and never alters one that exists.
            add(TopicRules.ofChangeLog(cluster.facts(settings.changeLog()), topics.maxOutcomeBytes()));
        }
    }

    private void add(TopicRules.Findings findings) {
        problems.addAll(findings.problems());
        warnings.addAll(findings.warnings());
    }

    /** Whether the brokers are new enough, and allow what we ask of them. */
    void checkBrokers() {
        add(BrokerRules.of(cluster.brokers(), settings));
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

    TopicReport report(List<String> created) {
        return new TopicReport(created, problems, warnings);
    }
}
