// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.Pictures.UnreadableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
    @TempDir
    private Path outside;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(outside.resolve("images"));
        Files.write(folder.resolve("a.jpg"), new byte[]{1, 2, 3});
        Files.write(outside.resolve("secret.jpg"), new byte[]{4});
        try (OutputStream out = Files.newOutputStream(folder.resolve("more.tar"));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry("b.jpg");
            entry.setSize(2);
            tar.putArchiveEntry(entry);
            tar.write(new byte[]{5, 6});
            tar.closeArchiveEntry();
        }
    }

    @Test
    void aFileOfTheFolderIsRead() throws Exception {
        try (ImageFiles files = ImageFiles.open(folder)) {
            assertThat(files.read("a.jpg").encoded().length()).isEqualTo(3);
        }
    }

    @Test
    void aMemberOfATarInTheFolderIsRead() throws Exception {
        try (ImageFiles files = ImageFiles.open(folder)) {
            assertThat(files.read("b.jpg").encoded().length()).isEqualTo(2);
        }
    }

    @Test
    void aTarByItselfIsRead() throws Exception {
        try (ImageFiles files = ImageFiles.open(folder.resolve("more.tar"))) {
            assertThat(files.read("b.jpg").encoded().length()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.jpg", "a/../../secret.jpg", "/etc/passwd", "link.jpg"})
    void aNameThatLeadsOutIsRefused(String name) throws Exception {
        Files.createSymbolicLink(folder.resolve("link.jpg"), outside.resolve("secret.jpg"));

        try (ImageFiles files = ImageFiles.open(folder)) {
            assertThatThrownBy(() -> files.read(name)).isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("leads out");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.jpg", "more.tar/", "."})
    void aNameThatIsNoFileIsUnreadable(String name) throws Exception {
        try (ImageFiles files = ImageFiles.open(folder)) {
            assertThatThrownBy(() -> files.read("nothing-" + name)).isInstanceOf(UnreadableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\u00f6\u00dfe.jpg", "gro\u0308\u00dfe.jpg", "./gr\u00f6\u00dfe.jpg", "sub/b.jpg",
            "sub\\b.jpg",
            "./sub/b.jpg", ".//sub/b.jpg"})
    void aNameIsFoundInEachOfItsSpellings(String name) throws Exception {
        List<String> spellings = List.of("gr\u00f6\u00dfe.jpg", "./gro\u0308\u00dfe.jpg");
        for (String spelling : spellings) {
            Path tar = tar(outside.resolve(spellings.indexOf(spelling) + ".tar"), spelling, "./sub/b.jpg");
            Path there = Files.createDirectory(outside.resolve("there" + spellings.indexOf(spelling)));
            Files.createDirectory(there.resolve("sub"));
            Files.write(there.resolve(spelling), new byte[]{5, 6});
            Files.write(there.resolve("sub/b.jpg"), new byte[]{5, 6});
            for (Path place : List.of(tar, there)) {
                try (ImageFiles files = ImageFiles.open(place)) {
                    assertThat(files.read(name).encoded().length()).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void aSecondNameOfAFileInATarIsFound() throws Exception {
        Path file = outside.resolve("linked.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            put(tar, "./a.jpg");
            TarArchiveEntry link = new TarArchiveEntry("./b.jpg", TarConstants.LF_LINK);
            link.setLinkName("./a.jpg");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            TarArchiveEntry symbolic = new TarArchiveEntry("c.jpg", TarConstants.LF_SYMLINK);
            symbolic.setLinkName("/etc/passwd");
            tar.putArchiveEntry(symbolic);
            tar.closeArchiveEntry();
        }
        try (ImageFiles files = ImageFiles.open(file)) {
            assertThat(files.read("b.jpg").encoded().length()).isEqualTo(2);
            assertThatThrownBy(() -> files.read("c.jpg")).isInstanceOf(UnreadableException.class);
        }
    }

    @Test
    void anArchiveOfAnotherKindIsSaidToBeOne() throws Exception {
        Path gzipped = Files.write(outside.resolve("a.tar.gz"), new byte[]{0x1f, (byte) 0x8b, 8, 0});
        Path zip = Files.write(outside.resolve("a.zip"), new byte[]{'P', 'K', 3, 4});
        Path other = Files.write(outside.resolve("a.tar"), new byte[]{1, 2, 3});

        assertThatThrownBy(() -> ImageFiles.open(gzipped)).hasMessageContaining("a.tar.gz is gzipped: unpack it");
        assertThatThrownBy(() -> ImageFiles.open(zip)).hasMessageContaining("a.zip is a zip archive: unpack it");
        assertThatThrownBy(() -> ImageFiles.open(other)).hasMessageContaining("a.tar holds no files");
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        try (ImageFiles files = ImageFiles.open(folder)) {
            assertThatThrownBy(() -> files.read("https://example.com/a.jpg"))
                    .hasMessageContaining("links are not followed here: give the picture as a file");
        }
    }

    private static Path tar(Path file, String... names) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file), "UTF-8")) {
            for (String name : names) {
                put(tar, name);
            }
        }
        return file;
    }

    private static void put(TarArchiveOutputStream tar, String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(2);
        tar.putArchiveEntry(entry);
        tar.write(new byte[]{5, 6});
        tar.closeArchiveEntry();
    }

    @Test
    void aPlaceThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> ImageFiles.open(outside.resolve("nowhere"))).isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere");
    }
}
