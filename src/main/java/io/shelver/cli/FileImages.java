// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the pictures of a required file of listings. */
final class FileImages {
    @Option(names = "--images", description = "The pictures: a folder, a folder of .tar files, or a .tar file.")
    private Optional<Path> images = Optional.empty();

    ImageFiles open() throws IOException {
        return OwnImages.open(images);
    }
}
