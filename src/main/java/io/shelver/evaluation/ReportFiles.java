// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A report in two forms: {@code NAME.json} for programs and {@code NAME.md} for people.
 *
 * @param name
 *            the file name of both without its extension
 */
public record ReportFiles(String name, String json, String markdown) {

    /** Creates the folder if it is missing, and overwrites an earlier report. */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".json"), json + "\n");
        Files.writeString(folder.resolve(name + ".md"), markdown);
    }
}
