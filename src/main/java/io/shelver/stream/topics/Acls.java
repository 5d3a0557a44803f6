// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What each principal must be allowed to do in Kafka, and no more. The command, SECURITY.md and the tests follow this list. */
public final class Acls {
    private Acls() {
    }

    /** Every grant, for the names in the settings. */
    public static List<Grant> of(StreamSettings settings) {
        Topics topics = settings.topics();
        String application = settings.applicationId();
        String changeLog = settings.changeLog();
        List<Grant> grants = new ArrayList<>();
        grants.add(topic(Principal.PIPELINE, topics.uploads(), WRITE));

        grants.add(topic(Principal.CLASSIFIER, topics.uploads(), READ, DESCRIBE_CONFIGS));
        for (String door : topics.ofDoors()) {
            grants.add(topic(Principal.CLASSIFIER, door, WRITE, DESCRIBE_CONFIGS));
        }
        grants.add(topic(Principal.CLASSIFIER, changeLog, CREATE, READ, WRITE, DESCRIBE_CONFIGS));
        grants.add(literal(Principal.CLASSIFIER, ResourceType.GROUP, application, READ));
        // Kafka Streams adds the id of the process and the number of the thread.
        grants.add(new Grant(Principal.CLASSIFIER,
                new ResourcePattern(ResourceType.TRANSACTIONAL_ID, application + "-", PatternType.PREFIXED),
                List.of(WRITE)));

        for (String topic : topics.names()) {
            grants.add(topic(Principal.TOPICS, topic, CREATE, DESCRIBE, DESCRIBE_CONFIGS));
        }
        // When the uploads get more partitions, their changelog must have as many.
        grants.add(topic(Principal.TOPICS, changeLog, ALTER, DESCRIBE_CONFIGS));

        grants.add(topic(Principal.CATALOGUE, topics.categories(), READ));
        grants.add(literal(Principal.CATALOGUE, ResourceType.GROUP, Principal.CATALOGUE.key(), READ));
        grants.add(topic(Principal.REVIEWS, topics.reviews(), READ));
        grants.add(literal(Principal.REVIEWS, ResourceType.GROUP, Principal.REVIEWS.key(), READ));

        grants.add(topic(Principal.OPERATOR, topics.deadLetters(), READ));
        grants.add(topic(Principal.OPERATOR, topics.uploads(), WRITE));
        grants.add(topic(Principal.OPERATOR, settings.replays(), CREATE, READ, WRITE));
        grants.add(literal(Principal.OPERATOR, ResourceType.TRANSACTIONAL_ID, application + "-replay", WRITE));
        return grants;
    }

    private static Grant topic(Principal principal, String topic, AclOperation... operations) {
        return literal(principal, ResourceType.TOPIC, topic, operations);
    }

    private static Grant literal(Principal principal, ResourceType type, String name, AclOperation... operations) {
        return new Grant(principal, new ResourcePattern(type, name, PatternType.LITERAL), List.of(operations));
    }

    /** Every grant as a call of Kafka's {@code kafka-acls.sh}. Administrators replace the principals by their own. */
    public static List<String> commands(StreamSettings settings) {
        return of(settings).stream().map(grant -> grant.command(settings.bootstrapServers())).toList();
    }
}
