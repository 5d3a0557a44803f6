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
 * A file of a bundle, and what {@code bundle.json} says of it. Whoever uses the file reads it here: the bytes that come out are
 * those that were listed, however often the file has changed since the bundle was opened.
 *
 * @param bytes
 *            its length, 0 to 2^31 - 9: it is read into memory
 * @param sha256
 *            of its content, 64 digits of lowercase hexadecimal
 */
public record ListedFile(Path path, long bytes, String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    public ListedFile {
        Objects.requireNonNull(path, "path");
        if (bytes < 0 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the size of %s is %d bytes, legal is 0 to %d".formatted(path, bytes, MAX_BYTES));
        }
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "the sha256 of %s is not 64 digits of lowercase hexadecimal".formatted(path));
        }
    }

    /** The name without folders. */
    public String name() {
        return path.getFileName().toString();
    }

    /**
     * Its content. A link is not followed.
     *
     * @throws BundleException
     *             if the file is not there, cannot be read or is not the one that was listed
     */
    public byte[] read() {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException("the bundle lacks the file %s: fetch the bundle again".formatted(path));
        }
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            // Only as much is reserved as is really there; a size in bundle.json may say anything.
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
