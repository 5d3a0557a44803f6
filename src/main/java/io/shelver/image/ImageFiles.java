// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The pictures of listings on disk: a folder of files, a folder of {@code .tar} files, or one {@code .tar} file. */
public final class ImageFiles implements Closeable {
    /** The largest file that is read, in bytes. */
    static final long MAX_BYTES = 32L << 20;
    private static final Pattern LINK = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");

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
            requireTar(folderOrTar);
            ImageFiles files = none();
            files.index(folderOrTar);
            if (files.members.isEmpty()) {
                throw new IOException("%s holds no files: give a .tar file of pictures".formatted(folderOrTar));
            }
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

    private static void requireTar(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(4);
            if (first.length >= 2 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b) {
                throw new IOException("%s is gzipped: unpack it with gunzip, pictures hardly shrink".formatted(file));
            }
            if (Arrays.equals(first, new byte[]{'P', 'K', 3, 4})) {
                throw new IOException("%s is a zip archive: unpack it into a folder".formatted(file));
            }
        }
    }

    private void index(Path path) throws IOException {
        TarFile tar;
        try {
            tar = new TarFile(path.toFile(), StandardCharsets.UTF_8.name());
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("%s is not a whole tar archive (%s): copy it again".formatted(path, e.getMessage()),
                    e);
        }
        tars.add(tar);
        for (TarArchiveEntry entry : tar.getEntries()) {
            String name = plain(entry.getName());
            if (entry.isLink()) {
                // The second name of a file that is in the archive once.
                Optional.ofNullable(members.get(plain(entry.getLinkName())))
                        .ifPresent(member -> members.put(name, member));
            } else if (entry.isFile() && !entry.isSymbolicLink()) {
                members.put(name, new Member(tar, entry));
            }
        }
    }

    /**
     * A name as it is compared: without {@code ./}, which {@code tar} writes, and composed, since some systems take
     * letters with accents apart.
     */
    private static String plain(String name) {
        return Normalizer.normalize(name.replaceFirst("^(\\./+)+", ""), Normalizer.Form.NFC);
    }

    /**
     * @param name
     *            a file name as a listing gives it; it may not lead out of the folder
     */
    public Image.Inline read(String name) throws UnreadableException {
        try {
            if (LINK.matcher(name).lookingAt()) {
                throw new UnreadableException("links are not followed here: give the picture as a file");
            }
            Member member = members.get(plain(name));
            if (member == null && name.contains("\\")) {
                member = members.get(plain(name.replace('\\', '/')));
            }
            return new Image.Inline(Image.Encoded.of(member == null ? file(name) : bytes(member)));
        } catch (IOException e) {
            throw new UnreadableException("the image file cannot be read");
        }
    }

    private byte[] file(String name) throws IOException, UnreadableException {
        if (folder.isEmpty()) {
            throw new UnreadableException("there is no such image file: give the pictures by --images");
        }
        Path file = inFolder(name);
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

    /** The file of this name in one of its spellings; as it is spelt if there is none. */
    private Path inFolder(String name) throws UnreadableException {
        Stream<String> spellings = Stream.of(name, name.replace('\\', '/'))
                .flatMap(each -> Stream.of(each, Normalizer.normalize(each, Normalizer.Form.NFC),
                        Normalizer.normalize(each, Normalizer.Form.NFD)));
        try {
            List<Path> paths = spellings.distinct().map(each -> folder.orElseThrow().resolve(each).normalize())
                    .toList();
            return paths.stream().filter(Files::exists).findFirst().orElse(paths.getFirst());
        } catch (InvalidPathException e) {
            throw new UnreadableException(name.chars().anyMatch(letter -> letter > 0x7f)
                    ? "the image name cannot be used in this system's locale: set LC_ALL=C.UTF-8"
                    : "the image name is not a file name");
        }
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
