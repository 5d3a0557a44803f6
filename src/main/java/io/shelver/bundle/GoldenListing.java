// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Scores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A listing with the tokens and scores that the export recorded for it. The service proves its models on these at every start.
 *
 * @param tokens
 *            the token ids of each text modality, by the modality's name, cut to its longest text
 * @param scores
 *            the scores of the exported graphs, by the modality's name or {@code fused}; a modality without scores is missing
 */
public record GoldenListing(Listing listing, Map<String, List<Long>> tokens, Map<String, Scores> scores) {
    static final String FILE = "golden.jsonl";

    public GoldenListing {
        tokens = Map.copyOf(tokens);
        scores = Map.copyOf(scores);
    }

    private record Line(@JsonProperty("listing_id") String listingId, String title, String description,
            @Nullable String image,
            Map<String, List<Long>> tokens, Map<String, float[]> scores) {}

    /**
     * @throws BundleException
     *             if there are none, or one is not as it was exported
     */
    static List<GoldenListing> read(Path folder, Map<String, ListedFile> files) {
        return new String(listed(folder, files, FILE).read(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.isBlank())
                .map(line -> from(folder, files, line)).toList();
    }

    private static GoldenListing from(Path folder, Map<String, ListedFile> files, String text) {
        try {
            Line line = Manifest.JSON.readValue(text, Line.class);
            Image image = line.image() == null
                    ? new Image.None()
                    : new Image.Inline(Image.Encoded.of(listed(folder, files, line.image()).read()));
            return new GoldenListing(new Listing(line.listingId(), line.title(), line.description(), image),
                    line.tokens(),
                    line.scores().entrySet().stream().collect(java.util.stream.Collectors.toMap(Map.Entry::getKey,
                            entry -> Scores.of(entry.getValue()))));
        } catch (JsonProcessingException e) {
            throw notGolden(folder, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw notGolden(folder, e.getMessage(), e);
        }
    }

    private static BundleException notGolden(Path folder, @Nullable String why, Exception cause) {
        return new BundleException(
                "a line of %s in %s is not a golden listing (%s): export the bundle again".formatted(FILE, folder, why),
                cause);
    }

    private static ListedFile listed(Path folder, Map<String, ListedFile> files, String name) {
        ListedFile file = files.get(name);
        if (file == null) {
            throw new BundleException(
                    "the golden listings of %s need the file '%s', but bundle.json does not list it: export the bundle again"
                            .formatted(folder, name));
        }
        return file;
    }
}
