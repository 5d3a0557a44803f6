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
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
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

    @Test
    void aPlaceThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> ImageFiles.open(outside.resolve("nowhere"))).isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere");
    }
}
