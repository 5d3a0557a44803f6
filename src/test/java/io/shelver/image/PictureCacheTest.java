// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Image;
import io.shelver.catalog.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureCacheTest {
    private static final Image.Encoded PICTURE = encoded("a picture");
    private static final Image.Encoded OTHER = encoded("another one");

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private PictureCache cache;

    @BeforeEach
    void open() throws IOException {
        cache = open(1_000);
    }

    private PictureCache open(long maxBytes) throws IOException {
        return new PictureCache(CacheFolder.open(folder), maxBytes, new FetchListener() {
            @Override
            public void cacheFailed() {
                failures.incrementAndGet();
            }
        }, now::get);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void whatWasKeptIsFound() throws Exception {
        cache.keep("a", PICTURE);

        assertFound("a", PICTURE);
        assertThat(cache.find("b")).isEmpty();
    }

    @Test
    void twoLinksToTheSamePictureShareAFile() throws Exception {
        cache.keep("a", PICTURE);
        cache.keep("b", PICTURE);

        assertFound("b", PICTURE);
        assertThat(pictures()).containsExactly(folder.resolve(Sha256.hex(PICTURE)));
    }

    @Test
    void aLinkIsTrustedForAWhileOnly() {
        cache.keep("a", PICTURE);

        now.addAndGet(PictureCache.KEPT.toNanos() + 1);

        assertThat(cache.find("a")).isEmpty();
    }

    @Test
    void whatWasUsedLongestAgoMakesRoom() throws Exception {
        cache.close();
        cache = open(25);
        cache.keep("a", PICTURE);
        cache.keep("b", OTHER);
        assertFound("a", PICTURE);

        cache.keep("c", encoded("a third"));

        assertThat(cache.find("b")).isEmpty();
        assertFound("a", PICTURE);
        assertThat(pictures()).hasSize(2);
    }

    @Test
    void aPictureLargerThanTheCacheIsNotKept() throws Exception {
        cache.keep("a", encoded("x".repeat(1_001)));

        assertThat(pictures()).isEmpty();
    }

    @Test
    void aFileThatWasChangedIsNeverServed() throws Exception {
        cache.keep("a", PICTURE);
        Files.writeString(pictures().getFirst(), "a pictur3");

        assertThat(cache.find("a")).isEmpty();
        assertThat(pictures()).isEmpty();
        assertThat(failures).hasValue(1);

        cache.keep("a", PICTURE);
        assertFound("a", PICTURE);
    }

    @Test
    void aFileThatIsGoneOrCutOffIsNeverServed() throws Exception {
        cache.keep("a", PICTURE);
        Files.writeString(pictures().getFirst(), "a pic");
        assertThat(cache.find("a")).isEmpty();

        cache.keep("a", PICTURE);
        Files.delete(pictures().getFirst());
        assertThat(cache.find("a")).isEmpty();
    }

    @Test
    void aDiskThatCannotBeWrittenCostsTheCacheAndNothingElse() throws Exception {
        cache.keep("a", PICTURE);
        Path away = Files.move(folder, folder.resolveSibling("away"));
        cache.keep("b", OTHER);
        cache.keep("c", OTHER);

        assertThat(failures).as("nothing is tried while it pauses").hasValue(1);
        assertThat(cache.find("b")).isEmpty();

        Files.move(away, folder);
        now.addAndGet(PictureCache.PAUSE.toNanos());
        cache.keep("b", OTHER);
        assertFound("b", OTHER);
        assertFound("a", PICTURE);
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndFilesOfOthersAreNot() throws Exception {
        cache.close();
        Files.writeString(folder.resolve("a".repeat(64)), "old");
        Files.writeString(folder.resolve("b".repeat(64) + ".part7"), "half");
        Files.writeString(folder.resolve("holiday.jpg"), "of somebody");

        cache = open(1_000);

        assertThat(pictures()).containsExactly(folder.resolve("holiday.jpg"));
    }

    @Test
    void twoProcessesDoNotShareAFolder() {
        assertThatThrownBy(() -> CacheFolder.open(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("is used by another process");
    }

    @Test
    void aTemporaryFolderIsPrivateAndGoesAtTheEnd() throws Exception {
        CacheFolder temporary = CacheFolder.temporary(folder);
        temporary.write(Sha256.hex(PICTURE), PICTURE);
        Path made = pictures().getFirst();
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(made));

        temporary.close();

        assertThat(permissions).isEqualTo("rwx------");
        assertThat(made).doesNotExist();
    }

    @Test
    void theTemporaryFolderOfAKilledProcessIsRemovedByTheNext() throws Exception {
        Path leftover = Files.createTempDirectory(folder, "shelver-pictures-");
        Files.writeString(leftover.resolve("c".repeat(64)), "old");
        try (CacheFolder running = CacheFolder.temporary(folder)) {
            running.write(Sha256.hex(PICTURE), PICTURE);

            CacheFolder.temporary(folder).close();

            assertThat(leftover).doesNotExist();
            assertThat(running.read(Sha256.hex(PICTURE))).as("that of a running one stays").isPresent();
        }
    }

    @Test
    void withoutBytesThereIsNoCache() throws Exception {
        assertThat(PictureCache.open(CacheSettings.NONE, FetchListener.NONE)).isEmpty();
    }

    @Test
    void aFolderThatCannotBeThereMeansNoCache() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(PictureCache.open(new CacheSettings(10, Optional.of(file)), FetchListener.NONE)).isEmpty();
    }

    private List<Path> pictures() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> !each.endsWith("lock")).toList();
        }
    }

    private void assertFound(String link, Image.Encoded picture) {
        assertThat(cache.find(link).map(Image.Encoded::bytes)).contains(picture.bytes());
    }

    private static Image.Encoded encoded(String text) {
        return Image.Encoded.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
