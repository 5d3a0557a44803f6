// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import io.shelver.settings.ServiceSettings;
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
     * Creates the topics that are missing, and checks the others and the place of the group in the uploads.
     *
     * @param created
     *            gets the name of each topic that was created
     */
    public static PreparedTopics prepare(ServiceSettings settings, Consumer<String> created) {
        StreamSettings stream = settings.stream();
        String uploads = stream.topics().uploads();
        try (TopicAdmin admin = ask(stream)) {
            TopicReport report = admin.create();
            report.created().forEach(created);
            refuse("the topics cannot be used: ", report);
            refuse("the group cannot go on where it is: ", admin.places(settings.places()));
            return new PreparedTopics(admin.partitions(uploads), admin.id(uploads), admin.takePlaces());
        }
    }

    private static void refuse(String what, TopicReport report) {
        report.warnings().forEach(warning -> LOG.warn("{}", warning));
        if (!report.problems().isEmpty()) {
            throw new StreamException(what + String.join("; ", report.problems()));
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
