// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Pictures;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ReviewRequested;
import io.shelver.http.HttpSettings;
import io.shelver.http.RequestListener;
import io.shelver.http.Tokens;
import io.shelver.image.DecodedPictures;
import io.shelver.image.ImageFiles;
import io.shelver.listings.ListingLine;
import io.shelver.listings.ListingReader;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.ShelverStreams;
import io.shelver.stream.StreamListener;
import io.shelver.stream.clients.UploadSender;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.workbench.EmbeddedBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The samples with their pictures through the stream and over HTTP, at the same time: every field that a decision has is
 * equal. Scores may differ by what another batch makes of them, and so may the digits of an explanation. Others by
 * {@code -Dagreement.listings=F -Dagreement.images=D}.
 */
@Timeout(180)
class HttpAgreementIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path SAMPLES = Path.of("src", "main", "resources", "samples");
    private static final List<String> LISTS_OF_LABELS = List.of("labels", "sure", "candidates");
    /** What a batch of another size changes in a score at the most, after the fusion. */
    private static final double NOISE = 5e-5;

    private record Sample(String id, String title, String description, Image image) {}

    @Test
    void aListingGetsTheSameDecisionOverHttpAsInTheStream() throws Exception {
        List<Sample> samples = samples();
        assertThat(samples).hasSizeGreaterThan(200);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            ServiceSettings options = ServiceSettings.from(Map.of(), Optional.of(broker.bootstrapServers()));
            ServingBundle serving = ServingBundle.open(options.models().withoutRepeats(),
                    DecodedPictures.inlineOnly());
            try (HttpFront http = HttpFront.open(Optional.of(new HttpSettings("127.0.0.1", 0, Tokens.none(), 4 << 20,
                    Duration.ofSeconds(60))), () -> "", RequestListener.NONE)) {
                http.serve(serving);
                Map<String, JsonNode> streamed = new HashMap<>();
                Map<String, CompletableFuture<HttpResponse<String>>> asked = new HashMap<>();
                ShelverStreams streams = stream(options, serving);
                try (HttpClient client = HttpClient.newHttpClient()) {
                    upload(samples, options);
                    for (Sample sample : samples) {
                        asked.put(sample.id(), ask(client, http.url().orElseThrow(), sample));
                        if (asked.size() % 16 == 0) {
                            CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new)).join();
                        }
                    }
                    read(options, samples.size(), streamed);
                } finally {
                    assertThat(streams.close(Duration.ofSeconds(30))).isTrue();
                }

                assertThat(streamed).hasSize(samples.size());
                for (Map.Entry<String, JsonNode> event : streamed.entrySet()) {
                    assertAlike(event.getKey(),
                            MAPPER.readTree(Objects.requireNonNull(asked.get(event.getKey())).join().body()),
                            event.getValue());
                }
            }
            serving.close();
        }
    }

    private static List<Sample> samples() throws Exception {
        List<Sample> samples = new ArrayList<>();
        try (ListingReader reader = ListingReader
                .open(Path.of(System.getProperty("agreement.listings", SAMPLES + "/listings.jsonl")));
                ImageFiles files = ImageFiles
                        .open(Path.of(System.getProperty("agreement.images", SAMPLES + "/images")))) {
            for (Optional<ListingLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                // What is no listing is refused by both, and PredictionTest knows with which words.
                if (!(line.get() instanceof ListingLine.Read read)) {
                    continue;
                }
                Listing listing = read.listing();
                Image image = listing.image() instanceof Image.Linked linked ? picture(files, linked) : listing.image();
                samples.add(new Sample(listing.id(), listing.title(), listing.description(), image));
            }
        }
        return samples;
    }

    /** One sample names a picture that is missing: its link is sent instead, and cannot be read. */
    private static Image picture(ImageFiles files, Image.Linked linked) {
        try {
            return files.read(linked.reference());
        } catch (Pictures.UnreadableException e) {
            return linked;
        }
    }

    private static ShelverStreams stream(ServiceSettings options, ServingBundle serving) throws Exception {
        try (TopicAdmin admin = TopicAdmin.open(options.stream(), Duration.ofSeconds(30))) {
            assertThat(admin.create().problems()).isEmpty();
        }
        ShelverStreams streams = ShelverStreams.of(options.stream(), options.format(), serving.classifier(),
                serving.bundle().taxonomy(), InstantSource.system(), StreamListener.NONE);
        streams.start();
        assertThat(streams.awaitRunning(Duration.ofSeconds(60))).isTrue();
        return streams;
    }

    private static void upload(List<Sample> samples, ServiceSettings options) {
        try (UploadSender sender = UploadSender.open(options.stream(), SingleObjectFormat.ofThisRelease())) {
            samples.forEach(sample -> sender.send(sample.id(), sample.title(), sample.description(), sample.image(),
                    Instant.EPOCH));
            sender.flush();
        }
    }

    private static CompletableFuture<HttpResponse<String>> ask(HttpClient client, String url, Sample sample) {
        ObjectNode body = MAPPER.createObjectNode().put("name", sample.title()).put("description",
                sample.description());
        if (sample.image() instanceof Image.Inline inline) {
            body.put("image", Base64.getEncoder().encodeToString(inline.encoded().bytes()));
        }
        if (sample.image() instanceof Image.Linked linked) {
            body.put("image_url", linked.reference());
        }
        return client.sendAsync(HttpRequest.newBuilder(URI.create(url + "/product/categoryPrediction"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString())).build(),
                BodyHandlers.ofString());
    }

    private static void read(ServiceSettings options, int count, Map<String, JsonNode> streamed) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", options.stream().bootstrapServers());
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("group.id", "agreement");
        var topics = options.stream().topics();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topics.categories(), topics.reviews()));
            for (long until = System.nanoTime() + 90_000_000_000L; streamed.size() < count
                    && System.nanoTime() < until;) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    boolean sure = record.topic().equals(topics.categories());
                    ByteBuffer value = ByteBuffer.wrap(record.value());
                    SpecificRecord event = sure
                            ? ProductCategorized.fromByteBuffer(value)
                            : ReviewRequested.fromByteBuffer(value);
                    ObjectNode json = (ObjectNode) MAPPER.readTree(event.toString());
                    streamed.put(new String(record.key(), StandardCharsets.UTF_8),
                            json.put("door", sure ? "categories" : "reviews"));
                }
            }
        }
    }

    private static void assertAlike(String id, JsonNode answer, JsonNode event) {
        assertThat(answer.path("door")).as(id).isEqualTo(event.path("door"));
        assertThat(answer.path("provenance")).as(id).isEqualTo(event.path("provenance"));
        for (String list : LISTS_OF_LABELS) {
            if (event.has(list)) {
                assertScores(id + " " + list, answer.path(list), event.path(list));
            }
        }
        assertThat(withoutDigits(answer.path("reasons"))).as(id).isEqualTo(withoutDigits(event.path("reasons")));
        assertThat(answer.path("evidence")).as(id).hasSameSizeAs(event.path("evidence"));
        for (int modality = 0; modality < answer.path("evidence").size(); modality++) {
            ObjectNode said = answer.path("evidence").get(modality).deepCopy();
            ObjectNode written = event.path("evidence").get(modality).deepCopy();
            assertScores(id + " " + said.path("modality"), said.remove("top"), written.remove("top"));
            assertThat(said).as(id).isEqualTo(written);
        }
    }

    /** Lists of the best: two of nearly the same score may have changed places, also with one that is no longer among the best. */
    private static void assertScores(String what, JsonNode answer, JsonNode event) {
        assertThat(answer).as(what).hasSameSizeAs(event);
        Map<String, Double> here = scores(answer);
        Map<String, Double> there = scores(event);
        double last = there.values().stream().mapToDouble(score -> score).min().orElse(0);
        here.forEach((path, score) -> assertThat(score).as(what + " " + path)
                .isCloseTo(there.getOrDefault(path, last), within(NOISE)));
        for (int place = 0; place < answer.size(); place++) {
            assertThat(answer.get(place).path("score").asDouble()).as(what + " at " + place)
                    .isCloseTo(event.get(place).path("score").asDouble(), within(NOISE));
        }
    }

    private static Map<String, Double> scores(JsonNode labels) {
        Map<String, Double> scores = new HashMap<>();
        labels.forEach(label -> scores.put(label.path("path").toString(), label.path("score").asDouble()));
        return scores;
    }

    private static String withoutDigits(JsonNode reasons) {
        return reasons.isMissingNode() ? "[]" : reasons.toString().replaceAll("[0-9]", "");
    }
}
