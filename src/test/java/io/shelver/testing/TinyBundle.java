// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The small text bundle of the repository, made from generated listings. */
public final class TinyBundle {
    public static final Path FOLDER = Path.of("models", "bundles", "tiny");

    private TinyBundle() {
    }

    /** A copy that a test may spoil. */
    public static Path copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(FOLDER.relativize(file).toString()));
            }
        }
        return target;
    }
}
