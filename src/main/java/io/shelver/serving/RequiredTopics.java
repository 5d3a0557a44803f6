// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.topics.TopicReport;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics that a command needs before it begins. They throw a {@link StreamException} if a topic is missing or cannot be used. */
public final class RequiredTopics {
    private static final Logger LOG = LoggerFactory.getLogger(RequiredTopics.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private RequiredTopics() {
    }

    /** Asks the brokers about topics, with the patience that every command has. */
    public static TopicAdmin ask(StreamSettings settings) {
        return TopicAdmin.open(settings, TIMEOUT);
    }

    /**
     * Creates the topics that are missing and checks the others.
     *
     * @param created
     *            gets the name of each topic that was created
     * @return the number of partitions of the uploads topic
     */
    public static int create(StreamSettings settings, Consumer<String> created) {
        try (TopicAdmin admin = ask(settings)) {
            TopicReport report = admin.create();
            report.created().forEach(created);
            report.warnings().forEach(warning -> LOG.warn("{}", warning));
            if (!report.problems().isEmpty()) {
                throw new StreamException("the topics cannot be used: " + String.join("; ", report.problems()));
            }
            return admin.partitions(settings.topics().uploads());
        }
    }

    /**
     * Checks that topics exist, for a command that creates none. Without the check a broker might create them unasked, with limits
     * of its own.
     */
    public static void exist(StreamSettings settings, List<String> topics) {
        try (TopicAdmin admin = ask(settings)) {
            List<String> missing = topics.stream().filter(topic -> !admin.exists(topic)).toList();
            if (!missing.isEmpty()) {
                throw new StreamException("there is no topic %s, or we may not see it: create it with `shelver topics`"
                        .formatted(String.join(", ", missing)));
            }
        }
    }
}
