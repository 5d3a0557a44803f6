// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds a folder against the list of its files: none missing, none changed, none more. */
final class Checksums {
    private Checksums() {
    }

    static void verify(Path folder, Map<String, BundleFile.FilePart> listed) throws IOException {
        for (Map.Entry<String, BundleFile.FilePart> entry : listed.entrySet()) {
            Path file = inside(folder, entry.getKey());
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new BundleException("the bundle lacks the file %s: fetch the bundle again".formatted(file));
            }
            if (Files.size(file) != entry.getValue().bytes() || !sha256(file).equals(entry.getValue().sha256())) {
                throw new BundleException(
                        "%s is not the file that bundle.json lists (size or SHA-256 differs): fetch the bundle again"
                                .formatted(file));
            }
        }
        Set<String> more = new HashSet<>(present(folder.toRealPath()));
        more.removeAll(listed.keySet());
        more.remove(Bundle.MANIFEST);
        if (!more.isEmpty()) {
            throw new BundleException(
                    "the bundle %s holds files that bundle.json does not list: %s. Remove them, or export the bundle again"
                            .formatted(folder, more));
        }
    }

    /** A listed name resolved in the folder; a bundle names nothing outside itself. */
    static Path inside(Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        if (name.isBlank() || Path.of(name).isAbsolute() || !file.startsWith(folder.normalize())) {
            throw new BundleException(
                    "bundle.json names '%s', which is outside of the bundle: do not use this bundle".formatted(name));
        }
        return file;
    }

    private static Set<String> present(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/')).collect(Collectors.toSet());
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
