// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs every fuzz test with Jazzer under {@code mvn verify -Pfuzz}, and writes its figures into a page. */
@Tag("fuzz")
class FuzzIT {
    private static final String OURS = "io.shelver.**";

    @Test
    void events() throws Exception {
        run(new FuzzTarget("Event decoding", "io.shelver.stream.EventFuzzTest", "anyBytesAreAnUploadOrRefused",
                List.of(OURS, "org.apache.avro.**")));
    }

    @Test
    void texts() throws Exception {
        run(new FuzzTarget("Text preparation", "io.shelver.inference.TextFuzzTest", "anyTextsAreScoredOrUnreadable",
                List.of(OURS, "ai.djl.**")));
    }

    @Test
    void pictures() throws Exception {
        run(new FuzzTarget("Picture decoding", "io.shelver.image.PictureFuzzTest", "anyBytesArePixelsOrUnreadable",
                List.of(OURS, "com.twelvemonkeys.**", "com.sun.imageio.**", "javax.imageio.**")));
    }

    @Test
    void bundles() throws Exception {
        run(new FuzzTarget("Bundle parsing", "io.shelver.bundle.BundleFuzzTest", "anyPartIsOfABundleOrRefused",
                List.of(OURS, "com.fasterxml.jackson.**", "com.google.protobuf.**")));
    }

    private static void run(FuzzTarget target) throws Exception {
        Path folder = Path.of("target", "fuzz", target.type());
        Files.createDirectories(folder.resolve("corpus"));

        FuzzFigures figures = target.run(folder);

        FuzzReport.write(target, figures);
        assertThat(figures.findings()).as("inputs that broke the target; see %s", folder).isEmpty();
    }
}
