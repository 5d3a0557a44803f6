// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.shelver.catalog.Label;
import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Acceptance;
import io.shelver.classify.Cascade;
import io.shelver.classify.Decoding;
import io.shelver.classify.Provenance;
import io.shelver.classify.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model bundle, and everything that was fitted in it: the models, their labels and the thresholds.
 *
 * @param folder
 *            the folder of the bundle
 * @param trust
 *            who vouches for the bundle
 * @param files
 *            all files that {@code bundle.json} lists, by name
 * @param provenance
 *            the name and version of the bundle and of its taxonomy
 * @param terms
 *            the terms of use, for people
 * @param trainingListings
 *            for each label the number of training listings that have it
 * @param modalities
 *            one or more modalities with different names; several may read the same part
 * @param fusion
 *            the graph of the fusion. For a modality NAME it has an input NAME for the scores, float32 [N, labels]. It may also have
 *            an input NAME{@code .features} for the features, float32 [N, F]. The input {@code present}, float32 [N, modalities], marks
 *            the modalities that scored. The scores and features of the others are zeros. Inputs that the graph lacks are not fed.
 *            The output is {@code scores}, float32 [N, labels]
 * @param linear
 *            a linear fusion with the same inputs, for comparison
 * @param decoding
 *            the rules that turn fused scores into labels
 * @param exhaustive
 *            the calibration for asking every modality about every listing
 * @param cascaded
 *            the calibration for asking in the stages of a cascade; empty if the bundle has none
 * @param tolerances
 *            the largest difference allowed from the golden scores, by modality (or {@code fused}) and then by provider
 * @param evaluation
 *            the measurements of the training, as JSON
 */
public record Bundle(Path folder, Trust trust, Map<String, ListedFile> files, Provenance provenance, String description,
        String terms, Taxonomy taxonomy,
        List<Integer> trainingListings, List<ModalityGraph> modalities, ListedFile fusion, Optional<ListedFile> linear,
        Decoding decoding, Calibration exhaustive, Optional<Calibration> cascaded,
        Map<String, Map<String, Double>> tolerances, String evaluation) {
    static final String MANIFEST = "bundle.json";
    private static final Pattern MODALITY_NAME = Pattern.compile("[A-Za-z0-9_-]+");
    /** The input {@code present} of the fusion, and the names of rows in a report; a message lists them in this order. */
    private static final List<String> RESERVED = List.of("present", "fused", "max", "mean", "linear");
    private static final int MAX_MANIFEST_BYTES = 32 << 20;

    public Bundle {
        files = Map.copyOf(files);
        trainingListings = List.copyOf(trainingListings);
        modalities = List.copyOf(modalities);
        tolerances = Map.copyOf(tolerances);
        if (modalities.isEmpty()) {
            throw new IllegalArgumentException("a bundle needs at least one modality");
        }
        Set<String> names = new HashSet<>();
        for (ModalityGraph modality : modalities) {
            String name = modality.name();
            if (!MODALITY_NAME.matcher(name).matches() || RESERVED.contains(name)) {
                throw new IllegalArgumentException(
                        "a modality must not be named '%s': use letters, digits, '_' and '-', and none of the reserved names %s"
                                .formatted(name, RESERVED));
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException("two modalities are named '%s'".formatted(name));
            }
        }
        for (Calibration calibration : List.of(exhaustive, cascaded.orElse(exhaustive))) {
            if (!names.equals(Set.copyOf(calibration.cascade().modalities()))) {
                throw new IllegalArgumentException("the cascade asks %s, but the modalities are %s"
                        .formatted(calibration.cascade().modalities(), names));
            }
        }
    }

    /**
     * Reads a bundle that needs no signature.
     *
     * @throws BundleException
     *             if the bundle must not serve
     */
    public static Bundle open(Path folder) {
        return open(folder, TrustedKeys.none());
    }

    /**
     * Reads a bundle and checks it: one of the keys, if there are any, signed {@code bundle.json}; every file in the folder is
     * listed there and has the listed checksum; and no graph refers to anything outside its own file.
     *
     * @throws BundleException
     *             if the bundle must not serve
     */
    public static Bundle open(Path folder, TrustedKeys keys) {
        byte[] manifest = manifest(folder);
        try {
            return from(folder, manifest, keys.check(folder, manifest));
        } catch (IOException e) {
            throw new BundleException("cannot read the bundle %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Reads {@code bundle.json}. Callers read it once only, so that the bytes they parse are the bytes whose signature they checked. */
    static byte[] manifest(Path folder) {
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(
                    "there is no bundle at %s (%s is missing, or is not a file): give the folder of a bundle"
                            .formatted(folder.toAbsolutePath(), MANIFEST));
        }
        try (InputStream in = Files.newInputStream(manifest, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_MANIFEST_BYTES + 1);
            if (bytes.length > MAX_MANIFEST_BYTES) {
                throw new BundleException(
                        "%s is larger than %d MiB, so this is no bundle: give the folder of a bundle"
                                .formatted(manifest, MAX_MANIFEST_BYTES >> 20));
            }
            return bytes;
        } catch (IOException e) {
            throw new BundleException("cannot read %s: %s".formatted(manifest, e.getMessage()), e);
        }
    }

    static Bundle from(Path folder, byte[] manifest, Trust trust) {
        Path name = folder.resolve(MANIFEST);
        try {
            Manifest file = Manifest.parse(name, manifest);
            Bundle bundle = from(folder, trust, Checksums.verify(folder, file.files()), file);
            bundle.graphs().forEach(graph -> GraphCheck.require(graph.path(), graph.read()));
            return bundle;
        } catch (JsonProcessingException e) {
            throw new BundleException("%s is not a bundle description (%s): export the bundle again".formatted(name,
                    e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new BundleException("cannot read the bundle %s: %s".formatted(folder, e.getMessage()), e);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new BundleException(
                    "%s contradicts itself (%s): export the bundle again".formatted(name, e.getMessage()), e);
        }
    }

    /** All graphs that the bundle can run. */
    private Stream<ListedFile> graphs() {
        Stream<ListedFile> ofModalities = modalities.stream().flatMap(modality -> switch (modality) {
            case ModalityGraph.Text text -> Stream.of(text.graph());
            case ModalityGraph.Picture picture -> Stream.of(picture.graph(), picture.prepare());
        });
        return Stream.of(Stream.of(fusion), linear.stream(), ofModalities).flatMap(graphs -> graphs).distinct();
    }

    private static Bundle from(Path folder, Trust trust, Map<String, ListedFile> files, Manifest file) {
        Taxonomy taxonomy = new Taxonomy(file.taxonomy().name(), file.taxonomy().version(),
                file.labels().stream().map(label -> new Label(label.path())).toList());
        Decoding decoding = new Decoding(taxonomy, file.labels().stream().map(Manifest.LabelPart::emit).toList(),
                file.labels().stream().map(Manifest.LabelPart::shelf).toList(),
                file.decoding().groups().stream().map(group -> new Decoding.Group(group.labels(), group.required()))
                        .toList(),
                file.decoding().margin());
        List<ModalityGraph> modalities = file.modalities().stream().map(part -> modality(files, part)).toList();
        // distinct(): else a modality's name given twice would be reported as a fault of the cascade.
        Cascade all = Cascade.exhaustive(modalities.stream().map(ModalityGraph::name).distinct().toList());
        return new Bundle(folder, trust, files,
                new Provenance(file.name(), file.version(), taxonomy.name(), taxonomy.version()),
                file.description(),
                file.terms(), taxonomy, file.labels().stream().map(Manifest.LabelPart::trainingListings).toList(),
                modalities, listed(files, file.fusion().graph()),
                Optional.ofNullable(file.fusion().linear()).map(name -> listed(files, name)), decoding,
                calibration(taxonomy, all, file.acceptance(), file.reference()),
                Optional.ofNullable(file.cascade())
                        .map(part -> calibration(taxonomy, cascade(part), part.acceptance(), part.reference())),
                file.tolerance(),
                file.evaluation() == null ? "{}" : file.evaluation().toPrettyString());
    }

    private static ModalityGraph modality(Map<String, ListedFile> files, Manifest.ModalityPart part) {
        return switch (part) {
            case Manifest.TextPart text ->
                new ModalityGraph.Text(text.name(), field(text.name(), text.field()), listed(files, text.graph()),
                        listed(files, text.tokenizer()), text.maxTokens(), text.unknownToken(),
                        text.maxUnknownShare());
            case Manifest.ImagePart image ->
                new ModalityGraph.Picture(image.name(), field(image.name(), image.field()),
                        listed(files, image.graph()),
                        listed(files, image.prepare()), image.height(), image.width());
        };
    }

    private static ModalityGraph.Field field(String modality, String name) {
        return Arrays.stream(ModalityGraph.Field.values()).filter(field -> field.key().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the modality %s reads '%s', which is not one of title, description, text and image"
                                .formatted(modality, name)));
    }

    private static ListedFile listed(Map<String, ListedFile> files, @Nullable String name) {
        ListedFile file = name == null ? null : files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("the file '%s' is used but not listed under files".formatted(name));
        }
        return file;
    }

    private static Calibration calibration(Taxonomy taxonomy, Cascade cascade, Manifest.AcceptancePart acceptance,
            Manifest.@Nullable ReferencePart reference) {
        return new Calibration(cascade, acceptance.targets().stream().map(Bundle::acceptance).toList(),
                acceptance.defaultTarget(), Optional.ofNullable(reference).map(part -> reference(taxonomy, part)));
    }

    /** The last stage of a manifest has no threshold, because it settles every listing that reaches it. */
    private static Cascade cascade(Manifest.CascadePart cascade) {
        int last = cascade.stages().size() - 1;
        return new Cascade(IntStream.rangeClosed(0, last).mapToObj(stage -> {
            Manifest.StagePart part = cascade.stages().get(stage);
            if ((part.threshold() == null) != (stage == last)) {
                throw new IllegalArgumentException(
                        "every stage of the cascade needs a threshold, except the last, which must have none");
            }
            return new Cascade.Stage(part.modalities(), part.threshold() == null ? 0 : part.threshold());
        }).toList());
    }

    private static Acceptance acceptance(Manifest.TargetPart target) {
        Map<String, Acceptance.Threshold> roots = new HashMap<>();
        target.roots().forEach((root, part) -> roots.put(root, threshold(part)));
        return new Acceptance(target.error(), threshold(target.byDefault()), roots);
    }

    private static Acceptance.Threshold threshold(Manifest.ThresholdPart part) {
        return new Acceptance.Threshold(part.threshold(), part.accepted(), part.errors());
    }

    private static Reference reference(Taxonomy taxonomy, Manifest.ReferencePart part) {
        if (part.labels().size() != taxonomy.size()) {
            throw new IllegalArgumentException("the reference counts %d labels, but the taxonomy has %d"
                    .formatted(part.labels().size(), taxonomy.size()));
        }
        Map<Label, Integer> labels = new HashMap<>();
        for (int label = 0; label < taxonomy.size(); label++) {
            labels.put(taxonomy.label(label), part.labels().get(label));
        }
        return new Reference(part.listings(), part.confidence().edges(), part.confidence().listings(), labels,
                part.unlabelled());
    }

    /**
     * The calibration to serve with.
     *
     * @param cascade
     *            whether to use the cascade, if the bundle has one
     */
    public Calibration calibration(boolean cascade) {
        return cascade ? cascaded.orElse(exhaustive) : exhaustive;
    }

    /** The largest difference allowed from the golden scores, in [0, 1]; 0 if the bundle does not give one. */
    public double tolerance(String modality, String provider) {
        return tolerances.getOrDefault(modality, Map.of()).getOrDefault(provider, 0.0);
    }

    /**
     * Reads the listings that prove the models, with the scores of the exported graphs.
     *
     * @throws BundleException
     *             if there are none, or one is not as it was exported
     */
    public List<GoldenListing> goldenListings() {
        return GoldenListing.read(folder, files);
    }
}
