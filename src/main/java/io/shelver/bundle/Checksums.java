// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares a folder with the list of its files: no file may be missing, changed or unlisted. */
final class Checksums {
    private static final Set<String> UNLISTED = Set.of(Bundle.MANIFEST, BundleSignature.FILE);

    private Checksums() {
    }

    /**
     * Reads every listed file once, to check it.
     *
     * @return the listed files, by name
     * @throws BundleException
     *             if a file is missing, changed or unlisted
     */
    static Map<String, ListedFile> verify(Path folder, Map<String, Manifest.FilePart> listed) throws IOException {
        Map<String, ListedFile> files = new TreeMap<>();
        listed.forEach((name, part) -> files.put(name, listed(folder, name, part)));
        files.values().forEach(ListedFile::read);
        Set<String> more = new TreeSet<>(present(folder.toRealPath()));
        more.removeAll(files.keySet());
        more.removeAll(UNLISTED);
        more.removeAll(foldersOf(files.keySet()));
        if (!more.isEmpty()) {
            throw new BundleException(
                    "the bundle %s has files or folders that bundle.json does not list: %s. Remove them, or export the bundle again"
                            .formatted(folder, more));
        }
        return files;
    }

    private static ListedFile listed(Path folder, String name, Manifest.FilePart part) {
        if (UNLISTED.contains(name)) {
            throw new IllegalArgumentException("%s cannot be a file of the bundle itself".formatted(name));
        }
        return new ListedFile(inside(folder, name), part.bytes(), part.sha256());
    }

    /** Resolves a listed name in the folder. Rejects a name that leads outside, and any spelling but the plain one. */
    static Path inside(Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        if (name.isBlank() || Path.of(name).isAbsolute() || !file.startsWith(folder.normalize())) {
            throw new BundleException(
                    "bundle.json lists '%s', which is outside of the bundle: do not use this bundle".formatted(name));
        }
        if (!name(folder.normalize(), file).equals(name)) {
            throw new BundleException(
                    "bundle.json lists '%s', which is not the plain name of a file: export the bundle again"
                            .formatted(name));
        }
        return file;
    }

    /** The names of all files, folders and links below the folder. Links are not followed. */
    private static Set<String> present(Path folder) throws IOException {
        Set<String> present = new HashSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !file.equals(folder)).forEach(file -> present.add(name(folder, file)));
        }
        return present;
    }

    private static Set<String> foldersOf(Set<String> names) {
        Set<String> folders = new HashSet<>();
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                folders.add(name.substring(0, slash));
            }
        }
        return folders;
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
