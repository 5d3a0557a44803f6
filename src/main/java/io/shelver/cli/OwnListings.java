// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a user's own listings with their pictures; without them a command takes the samples. */
final class OwnListings {
    @Option(names = "--listings", description = "Your own listings, JSON Lines; default: the samples.")
    private Optional<Path> listings = Optional.empty();

    @Mixin
    private OwnImages images = new OwnImages();

    /** The file; empty for the samples. */
    Optional<Path> file() {
        return listings;
    }

    OwnImages images() {
        return images;
    }
}
