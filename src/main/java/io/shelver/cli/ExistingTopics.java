// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.stream.kafka.StreamException;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.topics.TopicAdmin;
import java.time.Duration;
import java.util.List;

/** For commands that use topics and do not make them: a broker may create what is asked for by accident, with its own limits. */
final class ExistingTopics {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ExistingTopics() {
    }

    /** @throws StreamException naming those that are missing */
    static void require(StreamSettings settings, List<String> topics) {
        try (TopicAdmin admin = TopicAdmin.open(settings, TIMEOUT)) {
            List<String> missing = topics.stream().filter(topic -> !admin.exists(topic)).toList();
            if (!missing.isEmpty()) {
                throw new StreamException("there is no topic %s, or none that we may see; the command topics creates it"
                        .formatted(String.join(", ", missing)));
            }
        }
    }
}
