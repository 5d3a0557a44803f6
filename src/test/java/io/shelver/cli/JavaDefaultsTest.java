// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the image's JVM makes of the file of its defaults. */
class JavaDefaultsTest {

    @Test
    void aCrashLeavesNothingOfTheMemoryOnADisk() throws Exception {
        String flags = flags();

        assertThat(flags).containsPattern("CreateCoredumpOnCrash += false");
        assertThat(flags).containsPattern("HeapDumpOnOutOfMemoryError += false");
    }

    @Test
    void halfOfTheMemoryIsHeapAndAFullOneEndsTheProcess() throws Exception {
        String flags = flags();

        assertThat(flags).containsPattern("MaxRAMPercentage += 50\\.0");
        assertThat(flags).containsPattern("ExitOnOutOfMemoryError += true");
    }

    private static String flags() throws Exception {
        Process java = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
                "-XX:Flags=src/main/docker/java.defaults", "-XX:+PrintFlagsFinal", "-version")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String flags = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).isZero();
        return flags;
    }
}
