// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A listing with what the exported graphs made of it.
 *
 * @param tokens
 *            text modality to its token ids, after cutting
 * @param scores
 *            modality, or {@code fused}, to its scores; a modality that did not score is not there
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

    static List<GoldenListing> read(Path folder) {
        ObjectMapper json = new ObjectMapper();
        try {
            return Files.readAllLines(folder.resolve(FILE)).stream().filter(line -> !line.isBlank())
                    .map(line -> from(folder, json, line)).toList();
        } catch (IOException e) {
            throw new BundleException("cannot read the golden listings of %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static GoldenListing from(Path folder, ObjectMapper json, String text) {
        try {
            Line line = json.readValue(text, Line.class);
            Image image = line.image() == null
                    ? new Image.None()
                    : new Image.Inline(Image.Encoded.of(Files.readAllBytes(Checksums.inside(folder, line.image()))));
            return new GoldenListing(new Listing(line.listingId(), line.title(), line.description(), image),
                    line.tokens(),
                    line.scores().entrySet().stream().collect(java.util.stream.Collectors.toMap(Map.Entry::getKey,
                            entry -> Scores.of(entry.getValue()))));
        } catch (JsonProcessingException e) {
            throw new BundleException(
                    "a line of %s in %s is not a golden listing: %s".formatted(FILE, folder, e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new BundleException(
                    "cannot read the picture of a golden listing in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
