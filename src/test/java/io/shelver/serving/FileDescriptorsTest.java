// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileDescriptorsTest {

    @Test
    void tooFewAreNamedBeforeAnythingElseFailsOfThem() {
        assertThat(FileDescriptors.shortage(64)).contains(
                "out of file descriptors: this process may have 64, at least 256 are needed; raise the limit (ulimit -n)");
    }

    @Test
    void enoughAreEnough() {
        assertThat(FileDescriptors.shortage(256)).isEmpty();
        assertThat(FileDescriptors.shortage()).isEmpty();
    }
}
