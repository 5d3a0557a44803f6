// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code bundle.json}, format {@value #FORMAT}, before any check of its values. {@link ModalityGraph} and
 * {@link Bundle} describe the inputs and outputs of the graphs.
 *
 * @param modalities
 *            one or more modalities with different names; the fusion's input {@code present} has a column for each, in this order
 * @param reference
 *            the decisions on unseen listings; missing in bundles from before Shelver measured drift
 * @param cascade
 *            the stages of a cascade; missing if every modality is always asked
 * @param tolerance
 *            the largest difference allowed from the golden scores, by modality (or {@code fused}) and then by provider
 */
record Manifest(int format, String name, String version, String description, String terms, TaxonomyPart taxonomy,
        List<LabelPart> labels, List<ModalityPart> modalities, FusionPart fusion, DecodingPart decoding,
        AcceptancePart acceptance,
        @Nullable ReferencePart reference, @Nullable CascadePart cascade,
        Map<String, Map<String, Double>> tolerance, @Nullable JsonNode evaluation, Map<String, FilePart> files) {
    static final int FORMAT = 1;
    /**
     * Strict, because two readers of one signed text must not see two bundles: it rejects a repeated name, text after the object, an
     * unknown name, and a value of another type.
     */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

    /**
     * @param name
     *            the path of the file, for messages
     * @throws BundleException
     *             if the file has another format
     * @throws JsonProcessingException
     *             if the file is not a bundle description
     */
    static Manifest parse(Path name, byte[] text) throws IOException {
        JsonNode tree = JSON.readTree(text);
        JsonNode format = tree.path("format");
        if (!format.isInt() || format.intValue() != FORMAT) {
            throw new BundleException(
                    "%s has format %s, but this version of Shelver reads format %d: export the bundle again, or update Shelver"
                            .formatted(name, format.isInt() ? format : "no number", FORMAT));
        }
        return JSON.treeToValue(tree, Manifest.class);
    }

    record TaxonomyPart(String name, String version) {}

    record LabelPart(List<String> path, @JsonProperty("training_listings") int trainingListings, boolean shelf,
            float emit) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = TextPart.class, name = "text"),
            @JsonSubTypes.Type(value = ImagePart.class, name = "image")})
    sealed interface ModalityPart {
    }

    /**
     * @param field
     *            the text to read: {@code title}, {@code description}, or {@code text}, which is the title, a line break and the
     *            description
     */
    record TextPart(String name, String field, String graph, String tokenizer,
            @JsonProperty("max_tokens") int maxTokens,
            @JsonProperty("unknown_token") int unknownToken, @JsonProperty("max_unknown_share") double maxUnknownShare)
            implements
                ModalityPart {}

    /**
     * @param field
     *            always {@code image}
     */
    record ImagePart(String name, String field, String graph, String prepare, int height,
            int width) implements ModalityPart {}

    record FusionPart(String graph, @Nullable String linear) {}

    record DecodingPart(List<GroupPart> groups, float margin) {}

    record GroupPart(List<Integer> labels, boolean required) {}

    record AcceptancePart(double confidence, @JsonProperty("default_target") double defaultTarget,
            List<TargetPart> targets) {}

    record TargetPart(double error, @JsonProperty("default") ThresholdPart byDefault,
            Map<String, ThresholdPart> roots) {}

    record ThresholdPart(float threshold, int accepted, int errors) {}

    /**
     * @param labels
     *            for each of the bundle's labels, in their order, the number of listings with this label emitted
     */
    record ReferencePart(int listings, ConfidencePart confidence, List<Integer> labels, int unlabelled) {}

    record ConfidencePart(List<Float> edges, List<Integer> listings) {}

    /**
     * @param confidence
     *            the confidence with which {@code mostChanged} holds, in (0, 1)
     * @param mostChanged
     *            the largest share of the listings settled by a stage, in (0, 1), that may get other labels than from all modalities
     *            together
     * @param acceptance
     *            the thresholds, fitted through the cascade
     * @param reference
     *            the decisions on unseen listings, made through the cascade
     */
    record CascadePart(double confidence, @JsonProperty("most_changed") double mostChanged, List<StagePart> stages,
            AcceptancePart acceptance, @Nullable ReferencePart reference) {}

    /**
     * The last stage has modalities alone.
     *
     * @param threshold
     *            the score, in [0, 1], that every emitted label must reach to settle a listing here
     * @param settled
     *            the number of calibration listings that this stage settled
     * @param changed
     *            how many of those got other labels than from all modalities together
     */
    record StagePart(List<String> modalities, @Nullable Float threshold, @Nullable Integer settled,
            @Nullable Integer changed) {}

    record FilePart(String sha256, long bytes) {}
}
