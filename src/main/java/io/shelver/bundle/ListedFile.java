// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import io.shelver.catalog.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A file of a bundle, with the size and checksum that {@code bundle.json} lists. {@link #read} is the only
 * way to use the file: it returns the listed bytes or fails, even if the file changed after the bundle was opened.
 *
 * @param bytes
 *            the length in bytes, 0 to 2^31 - 9, because the file is read into memory
 * @param sha256
 *            the SHA-256 of the content, 64 digits of lowercase hexadecimal
 */
public record ListedFile(Path path, long bytes, String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    public ListedFile {
        Objects.requireNonNull(path, "path");
        if (bytes < 0 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the size of %s must be 0 to %3$d bytes, not %2$d".formatted(path, bytes, MAX_BYTES));
        }
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "the sha256 of %s is not 64 digits of lowercase hexadecimal".formatted(path));
        }
    }

    /** The name of the file, without folders. */
    public String name() {
        return path.getFileName().toString();
    }

    /**
     * Reads the content. A link is not followed.
     *
     * @throws BundleException
     *             if the file is missing, cannot be read, or differs from the listed one
     */
    public byte[] read() {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException("the bundle lacks the file %s: fetch the bundle again".formatted(path));
        }
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            // Before the array: bundle.json could list any size, and the array would take as much memory.
            if (Files.size(path) != bytes) {
                throw changed();
            }
            byte[] content = new byte[(int) bytes];
            int read = in.readNBytes(content, 0, content.length);
            if (read != content.length || in.read() != -1 || !Sha256.hex(content).equals(sha256)) {
                throw changed();
            }
            return content;
        } catch (IOException e) {
            throw new BundleException("cannot read %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private BundleException changed() {
        return new BundleException(
                "%s is not the file that bundle.json lists (size or SHA-256 differs): fetch the bundle again"
                        .formatted(path));
    }
}
