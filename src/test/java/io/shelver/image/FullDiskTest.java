// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FullDiskTest {

    @Test
    void whereNothingLargeCanBeWrittenPicturesAreFetchedWithoutTheCacheAndSmallOnesAreKept(@TempDir Path folder)
            throws Exception {
        // A limit on the size of files fails a write in its middle, as a full disk does, and needs no rights.
        Process limited = new ProcessBuilder("sh", "-c",
                "ulimit -f 200; exec \"$0\" -XX:-UsePerfData -Xmx64m -cp \"$1\" \"$2\" \"$3\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"), FullDisk.class.getName(),
                folder.toString()).redirectErrorStream(true).start();
        String said = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(limited.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains(
                "fetched 1000000 and 1000000, failed 1, asked [large, large, s], kept 1 files");
    }
}
