// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The bundles of {@code models/tests/fixture_bundles.py}, with modalities and graphs that the committed bundles lack. */
public final class FixtureBundle {
    private static final Path FOLDER = Path.of("src", "test", "resources", "bundles");

    /** TF-IDF of the title, and LSTM and trees of both texts joined. The fusion reads the state of the LSTM. */
    public static final Path EARLY = FOLDER.resolve("early");

    /** One modality: TF-IDF of both texts joined. */
    public static final Path SINGLE = FOLDER.resolve("single");

    private FixtureBundle() {
    }

    /** A copy of {@link #EARLY} with one string of its {@code bundle.json} replaced. */
    public static Path early(Path target, String old, String changed) throws IOException {
        try (Stream<Path> files = Files.list(EARLY)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        Path manifest = target.resolve("bundle.json");
        String text = Files.readString(manifest);
        if (!text.contains(old)) {
            throw new IllegalArgumentException("%s does not hold %s".formatted(manifest, old));
        }
        Files.writeString(manifest, text.replace(old, changed));
        return target;
    }
}
