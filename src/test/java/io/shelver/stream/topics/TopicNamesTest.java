// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import io.shelver.stream.Streams;
import io.shelver.stream.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The defaults of the settings name the topics, and documents repeat them. */
class TopicNamesTest {
    private static final Topics TOPICS = Streams.topics();

    @Test
    void everyDoorHasATopicOfItsOwn() {
        assertThat(TOPICS.of(Door.REVIEWS)).isEqualTo(TOPICS.reviews());
        assertThat(TOPICS.ofDoors()).hasSameSizeAs(Door.values()).doesNotHaveDuplicates();
        assertThat(TOPICS.names()).startsWith(TOPICS.uploads()).endsWith(TOPICS.deadLetters());
    }

    @Test
    void theDocumentOfTheSchemasNamesEveryTopic() throws IOException {
        String text = Files.readString(Path.of("schemas", "README.md"));

        assertThat(TOPICS.names()).allSatisfy(topic -> assertThat(text).contains("`" + topic + "`"));
    }

    @Test
    void theSchemaOfAnEventNamesItsTopic() {
        assertNames(ProductUploaded.getClassSchema(), TOPICS.uploads());
        assertNames(ProductCategorized.getClassSchema(), TOPICS.categories());
        assertNames(ReviewRequested.getClassSchema(), TOPICS.reviews());
    }

    private static void assertNames(Schema schema, String topic) {
        assertThat(schema.getDoc()).containsPattern("\\b" + topic + "\\b");
    }
}
