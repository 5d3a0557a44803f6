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
 * {@code bundle.json} as it is written, format {@value #FORMAT}: names and nesting, nothing checked. What the graphs take
 * and give stands at {@link ModalityGraph} and at {@link Bundle}.
 *
 * @param modalities
 *            one or more, of names that differ; {@code present} has a column for each, in this order
 * @param reference
 *            missing in bundles from before there was one
 * @param cascade
 *            missing where every modality is always asked
 * @param tolerance
 *            for each modality and for {@code fused}: provider to the difference allowed from the golden scores
 */
record Manifest(int format, String name, String version, String description, String terms, TaxonomyPart taxonomy,
        List<LabelPart> labels, List<ModalityPart> modalities, FusionPart fusion, DecodingPart decoding,
        AcceptancePart acceptance,
        @Nullable ReferencePart reference, @Nullable CascadePart cascade,
        Map<String, Map<String, Double>> tolerance, @Nullable JsonNode evaluation, Map<String, FilePart> files) {
    static final int FORMAT = 1;
    /** Two readers of one text must not see two bundles: a name stands once, nothing follows, and no type is guessed. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

    /**
     * @throws BundleException
     *             if it has another format
     * @throws JsonProcessingException
     *             if it is not a description of a bundle at all
     */
    static Manifest parse(Path name, byte[] text) throws IOException {
        JsonNode tree = JSON.readTree(text);
        JsonNode format = tree.path("format");
        if (!format.isInt() || format.intValue() != FORMAT) {
            throw new BundleException(
                    "%s has format %s, and this version reads format %d: export the bundle again, or update"
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
     *            {@code title}, {@code description}, or {@code text}: the title, a line break and the description
     */
    record TextPart(String name, String field, String graph, String tokenizer,
            @JsonProperty("max_tokens") int maxTokens,
            @JsonProperty("unknown_token") int unknownToken, @JsonProperty("max_unknown_share") double maxUnknownShare)
            implements
                ModalityPart {}

    /**
     * @param field
     *            {@code image}
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
     *            of how many listings each of the bundle's labels was emitted, in their order
     */
    record ReferencePart(int listings, ConfidencePart confidence, List<Integer> labels, int unlabelled) {}

    record ConfidencePart(List<Float> edges, List<Integer> listings) {}

    /**
     * @param mostChanged
     *            the share of the listings that a stage settles, in (0, 1), of which other labels may be emitted than all modalities
     *            together would, at the given confidence
     * @param acceptance
     *            fitted through the cascade, and so is the reference
     */
    record CascadePart(double confidence, @JsonProperty("most_changed") double mostChanged, List<StagePart> stages,
            AcceptancePart acceptance, @Nullable ReferencePart reference) {}

    /**
     * @param threshold
     *            in [0, 1]; none of the three in the last stage
     * @param settled
     *            listings of the calibration that ended here, {@code changed} of them with other labels
     */
    record StagePart(List<String> modalities, @Nullable Float threshold, @Nullable Integer settled,
            @Nullable Integer changed) {}

    record FilePart(String sha256, long bytes) {}
}
