// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The pictures of listings on disk: a folder of files, a folder of {@code .tar} files, or one {@code .tar} file. */
public final class ImageFiles implements Closeable {
    /** The largest file that is read, in bytes. */
    static final long MAX_BYTES = 32L << 20;

    private record Member(TarFile tar, TarArchiveEntry entry) {}

    private final Optional<Path> folder;
    private final List<TarFile> tars = new ArrayList<>();
    private final Map<String, Member> members = new HashMap<>();

    private ImageFiles(Optional<Path> folder) {
        this.folder = folder;
    }

    /** No pictures: every reference is unreadable. */
    public static ImageFiles none() {
        return new ImageFiles(Optional.empty());
    }

    /** @throws IOException if the path is neither a folder nor a tar file that can be read */
    public static ImageFiles open(Path folderOrTar) throws IOException {
        if (Files.isRegularFile(folderOrTar)) {
            ImageFiles files = none();
            files.index(folderOrTar);
            return files;
        }
        if (!Files.isDirectory(folderOrTar)) {
            throw new IOException("there is no folder or .tar file of pictures at %s: check the path"
                    .formatted(folderOrTar.toAbsolutePath()));
        }
        ImageFiles files = new ImageFiles(Optional.of(folderOrTar.toRealPath()));
        try (Stream<Path> children = Files.list(folderOrTar)) {
            for (Path tar : children.filter(child -> child.toString().endsWith(".tar")).sorted().toList()) {
                files.index(tar);
            }
        }
        return files;
    }

    private void index(Path path) throws IOException {
        TarFile tar = new TarFile(path);
        tars.add(tar);
        for (TarArchiveEntry entry : tar.getEntries()) {
            if (entry.isFile()) {
                members.put(entry.getName(), new Member(tar, entry));
            }
        }
    }

    /**
     * @param name
     *            a file name as a listing gives it; it may not lead out of the folder
     */
    public Image.Inline read(String name) throws UnreadableException {
        try {
            Member member = members.get(name);
            return new Image.Inline(Image.Encoded.of(member == null ? file(name) : bytes(member)));
        } catch (IOException e) {
            throw new UnreadableException("the image file cannot be read");
        }
    }

    private byte[] file(String name) throws IOException, UnreadableException {
        if (folder.isEmpty()) {
            throw new UnreadableException("there is no such image file: give the pictures by --images");
        }
        Path file;
        try {
            file = folder.get().resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new UnreadableException("the image name is not a file name");
        }
        // toRealPath: a symbolic link inside the folder may point out of it.
        if (!file.startsWith(folder.get()) || Files.exists(file) && !file.toRealPath().startsWith(folder.get())) {
            throw new UnreadableException("the image name leads out of the images folder");
        }
        if (!Files.isRegularFile(file)) {
            throw new UnreadableException("there is no such image file");
        }
        limit(Files.size(file));
        return Files.readAllBytes(file);
    }

    private static byte[] bytes(Member member) throws IOException, UnreadableException {
        limit(member.entry().getSize());
        synchronized (member.tar()) {
            try (InputStream in = member.tar().getInputStream(member.entry())) {
                return in.readAllBytes();
            }
        }
    }

    private static void limit(long bytes) throws UnreadableException {
        if (bytes > MAX_BYTES) {
            throw new UnreadableException(
                    "the image file has %,d bytes, at most %,d are read".formatted(bytes, MAX_BYTES));
        }
    }

    @Override
    public void close() throws IOException {
        for (TarFile tar : tars) {
            tar.close();
        }
    }
}
