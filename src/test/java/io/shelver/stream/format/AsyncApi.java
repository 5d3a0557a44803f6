// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.classify.FailureClass;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.letters.DeadLetters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.TopicConfig;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The topics and their events as an AsyncAPI 3.0 document, made of the schemas and of what the code does. */
final class AsyncApi {
    /** What the AsyncAPI specification calls an Avro schema; it lists no newer version. */
    private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";
    private static final String KAFKA_BINDING = "0.5.0";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Topics topics;
    // Not the generated classes: of a schema that did not change itself they hold what it was made of before.
    private final Schema.Parser parser = new Schema.Parser();

    /** A topic and what it carries. */
    private record Channel(String id, String topic, int maxBytes, String description, String message) {}

    AsyncApi(Topics topics) {
        this.topics = topics;
    }

    String document() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(130);
        options.setSplitLines(true);
        return "# Made from the schemas by AsyncApiTest; change them, not this.\n" + new Yaml(options).dump(map(
                "asyncapi", "3.0.0",
                "info", map("title", "Shelver", "version", "0.1.0",
                        "description",
                        "Uploads of a marketplace's listings in, categories out. Every upload leaves by exactly one of"
                                + " three topics, once. The key of every record is the listing id, in UTF-8. Topic names are the defaults of"
                                + " settings. With a schema registry, values start with a zero and the schema's id in four bytes instead of"
                                + " Avro's single-object header.",
                        "license", map("name", "Apache-2.0")),
                "defaultContentType", "application/vnd.apache.avro+binary",
                "channels", channels().stream().collect(Collectors.toMap(Channel::id, this::channel, (a, b) -> a,
                        LinkedHashMap::new)),
                "operations", operations(),
                "components", map("messages", messages())));
    }

    private List<Channel> channels() {
        int most = topics.maxOutcomeBytes();
        return List.of(
                new Channel("uploads", topics.uploads(), topics.maxUploadBytes(),
                        "Uploads. Written by the seller upload pipeline, and by shelver replay; read by Shelver.",
                        "ProductUploaded"),
                new Channel("categories", topics.categories(), most,
                        "Sure decisions. Written by Shelver, read by catalogue, search and the upload form.",
                        "ProductCategorized"),
                new Channel("reviews", topics.reviews(), most,
                        "Listings that a person should look at. Written by Shelver, read by the review queue.",
                        "ReviewRequested"),
                new Channel("deadLetters", topics.deadLetters(), most,
                        "Uploads that are no listings, or cannot be processed. Written by Shelver, read by operators and shelver replay.",
                        "DeadLetter"));
    }

    private Map<String, Object> channel(Channel channel) {
        return map("address", channel.topic(), "description", channel.description(),
                "messages", map(channel.message(), reference("components", "messages", channel.message())),
                "bindings", map("kafka", map("topic", channel.topic(), "topicConfiguration",
                        map(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, channel.maxBytes()), "bindingVersion",
                        KAFKA_BINDING)));
    }

    private Map<String, Object> operations() {
        return map("receiveUploads", operation("receive", "uploads", "Each upload is decided once."),
                "sendCategories", operation("send", "categories", "Nothing gave reason to doubt."),
                "sendReviews", operation("send", "reviews", "Something did; every reason is named."),
                "sendDeadLetters", operation("send", "deadLetters", "The upload as it came, the cause in headers."),
                "receiveDeadLetters", operation("receive", "deadLetters", "shelver replay reads them."),
                "replayUploads", operation("send", "uploads", "shelver replay sends dead letters once more."));
    }

    private static Map<String, Object> operation(String action, String channel, String summary) {
        return map("action", action, "channel", reference("channels", channel), "summary", summary);
    }

    private Map<String, Object> messages() {
        // In the order in which they are made of one another.
        return map("ProductUploaded", event(schema("ProductUploaded"), replayHeaders()),
                "ProductCategorized", event(schema("ProductCategorized"), anyHeaders()),
                "ReviewRequested", event(schema("ReviewRequested"), anyHeaders()),
                "DeadLetter", map("name", "DeadLetter", "title", "DeadLetter",
                        "summary", "An upload as it came; its value is missing where that would have been too large.",
                        "contentType", "application/octet-stream",
                        "headers", deadLetterHeaders(),
                        "payload", map("type", "string", "format", "binary"),
                        "bindings", key("As it came; may be missing.")));
    }

    private static Map<String, Object> event(Schema schema, Map<String, Object> headers) {
        return map("name", schema.getName(), "title", schema.getName(), "summary", schema.getDoc(),
                "headers", headers,
                "payload", map("schemaFormat", AVRO, "schema", json(schema.toString())),
                "bindings", key("The listing id, UTF-8."));
    }

    private Schema schema(String name) {
        try {
            return parser.parse(Path.of("schemas", name + ".avsc").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> anyHeaders() {
        return map("type", "object", "description",
                "The upload's own, traceparent and tracestate of W3C Trace Context among them, as they came.");
    }

    private static Map<String, Object> replayHeaders() {
        return map("type", "object", "description", "Any; they come along to whichever topic the upload leaves by.",
                "properties", map(
                        Coordinates.ORIGIN_TOPIC,
                        text("Set by shelver replay: where the upload stood first, for its event id."),
                        Coordinates.ORIGIN_PARTITION, text("Set by shelver replay: the partition there."),
                        Coordinates.ORIGIN_OFFSET, text("Set by shelver replay: the offset there.")));
    }

    private static Map<String, Object> deadLetterHeaders() {
        Map<String, Object> properties = new LinkedHashMap<>();
        new TreeSet<>(DeadLetters.OURS).forEach(name -> properties.put(name, text(switch (name) {
            case DeadLetters.EXCEPTION -> "Kafka's name (KIP-1034): class of what failed.";
            case DeadLetters.STACKTRACE -> "Kafka's name (KIP-1034): where it failed, without messages.";
            case DeadLetters.MESSAGE -> "Kafka's name (KIP-1034): one sentence for a person, never content.";
            case DeadLetters.TOPIC -> "Kafka's name (KIP-1034): topic of the upload.";
            case DeadLetters.PARTITION -> "Kafka's name (KIP-1034): its partition.";
            case DeadLetters.OFFSET -> "Kafka's name (KIP-1034): its offset.";
            case DeadLetters.EVENT_ID -> "UUID that an outcome would have had.";
            case DeadLetters.FAILED_AT -> "When it became a dead letter, ISO 8601 in UTC.";
            case DeadLetters.UPLOAD_TIMESTAMP ->
                "Timestamp that the upload's record came with, in milliseconds since 1970.";
            case DeadLetters.FAILURE_CLASS -> "Why.";
            case DeadLetters.VALUE_SHA256 -> "SHA-256 of a value that was too large to be kept, in hexadecimal.";
            case DeadLetters.VALUE_BYTES -> "How many bytes such a value had.";
            case DeadLetters.OMITTED_BYTES -> "How many bytes a key and headers had that were too large as well.";
            default -> throw new IllegalStateException("say what the header " + name + " is");
        })));
        properties.put(DeadLetters.FAILURE_CLASS, map("type", "string", "description", "Why.",
                "enum", Arrays.stream(FailureClass.values()).map(FailureClass::name).toList()));
        return map("type", "object", "description", "Besides the upload's own.", "properties", properties,
                "required", List.of(DeadLetters.FAILURE_CLASS, DeadLetters.EVENT_ID, DeadLetters.FAILED_AT));
    }

    private static Map<String, Object> text(String description) {
        return map("type", "string", "description", description);
    }

    private static Map<String, Object> key(String description) {
        return map("kafka", map("key", text(description), "bindingVersion", KAFKA_BINDING));
    }

    private static Map<String, Object> reference(String... path) {
        return map("$ref", "#/" + String.join("/", path));
    }

    private static Object json(String text) {
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro writes JSON", e);
        }
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
