// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SoakReportTest {

    @Test
    void thePageBeginsAsTheNextSoakWillWriteIt() throws IOException {
        assertThat(Files.readString(SoakReport.PAGE)).startsWith(SoakReport.HEAD);
    }
}
