// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shelver.helm.Chart;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.Test;

/** What the chart asks of Strimzi is what the code asks of Kafka. */
class ChartAclsTest {
    /** What the set of values "everything" says. */
    private static final StreamSettings SETTINGS = new StreamSettings("shelver-green", "nowhere:1",
            new Topics("shop.Listing_uploads", "product-categories", "category-reviews",
                    "product-uploads-dead-letters", 24, (short) 3, 8 << 20),
            1, 32, Duration.ofMillis(20), Duration.ofSeconds(5), Map.of());

    @Test
    void theUserMayDoWhatTheClassifierMustAndNoMore() {
        JsonNode user = Chart.of("everything").the("KafkaUser");

        assertThat(user.at("/spec/authorization/type").asText()).isEqualTo("simple");
        assertThat(user.at("/spec/authorization/acls")).map(ChartAclsTest::grant).containsExactlyElementsOf(
                Acls.of(SETTINGS).stream().filter(grant -> grant.principal() == Principal.CLASSIFIER).toList());
    }

    @Test
    void theTopicsAreThoseThatTheServiceWouldCreate() {
        assertThat(Chart.of("everything").all("KafkaTopic")).map(ChartAclsTest::topic)
                .containsExactlyElementsOf(WantedTopics.of(SETTINGS.topics()));
    }

    @Test
    void withoutANumberOfReplicasTheyAreTheBrokers() {
        Chart chart = Chart.of("everything").set("settings.SHELVER_REPLICATION", "-1");

        assertThat(chart.all("KafkaTopic")).hasSize(4)
                .allSatisfy(topic -> assertThat(topic.path("spec").has("replicas")).isFalse());
    }

    private static NewTopic topic(JsonNode manifest) {
        JsonNode spec = manifest.path("spec");
        Map<String, String> configs = new HashMap<>();
        spec.path("config").fields().forEachRemaining(one -> configs.put(one.getKey(), one.getValue().asText()));
        return new NewTopic(spec.path("topicName").asText(), spec.path("partitions").asInt(),
                (short) spec.path("replicas").asInt()).configs(configs);
    }

    private static Grant grant(JsonNode acl) {
        JsonNode resource = acl.path("resource");
        ResourceType type = switch (resource.path("type").asText()) {
            case "topic" -> ResourceType.TOPIC;
            case "group" -> ResourceType.GROUP;
            case "transactionalId" -> ResourceType.TRANSACTIONAL_ID;
            default -> ResourceType.UNKNOWN;
        };
        PatternType pattern = resource.path("patternType").asText().equals("prefix")
                ? PatternType.PREFIXED
                : PatternType.LITERAL;
        List<AclOperation> operations = StreamSupport.stream(acl.path("operations").spliterator(), false)
                .map(operation -> SecurityUtils.operation(operation.asText())).toList();
        return new Grant(Principal.CLASSIFIER, new ResourcePattern(type, resource.path("name").asText(), pattern),
                operations);
    }
}
