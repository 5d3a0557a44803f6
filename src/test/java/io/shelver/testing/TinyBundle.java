// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.catalog.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The small text bundle of the repository, trained on generated listings. */
public final class TinyBundle {
    public static final Path FOLDER = Path.of("models", "bundles", "tiny");

    private TinyBundle() {
    }

    /** Makes a copy that a test may change. */
    public static Path copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(FOLDER.relativize(file).toString()));
            }
        }
        return target;
    }

    /** Replaces the content of a file in a copy, and its size and checksum in {@code bundle.json}. */
    public static void replace(Path copy, String name, byte[] content) throws IOException {
        Files.write(copy.resolve(name), content);
        Path manifest = copy.resolve("bundle.json");
        String entry = "(\"" + Pattern.quote(name) + "\": \\{\\s*\"sha256\": \")[0-9a-f]{64}(\",\\s*\"bytes\": )\\d+";
        Matcher matcher = Pattern.compile(entry).matcher(Files.readString(manifest));
        if (!matcher.find()) {
            throw new IllegalArgumentException("%s does not list %s".formatted(manifest, name));
        }
        Files.writeString(manifest, matcher.replaceFirst("$1" + Sha256.hex(content) + "$2" + content.length));
    }
}
