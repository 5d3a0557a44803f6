// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the pictures of a user's own listings. */
final class OwnImages {
    @Option(names = "--images", description = "Their pictures: a folder, a folder of .tar files, or a .tar file.")
    private Optional<Path> images = Optional.empty();

    ImageFiles open() throws IOException {
        return open(images);
    }

    /** The pictures of a place; none without a place. */
    static ImageFiles open(Optional<Path> images) throws IOException {
        return images.isPresent() ? ImageFiles.open(images.get()) : ImageFiles.none();
    }
}
