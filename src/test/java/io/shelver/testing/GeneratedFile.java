// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository that are generated from code. Tests compare them with the code, and write them with {@code -Dgenerate}. */
public final class GeneratedFile {
    private GeneratedFile() {
    }

    /** Asserts that this is the whole content of the file. */
    public static void assertHolds(Path file, String made) throws IOException {
        if (Boolean.getBoolean("generate")) {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, made);
        }
        assertThat(file).as("is generated from code; run mvn test -Dgenerate=true to write it again").hasContent(made);
    }

    /** Asserts that the file has this between the lines {@code <!-- made: NAME -->} and {@code <!-- end: NAME -->}. */
    public static void assertHolds(Path file, String name, String made) throws IOException {
        String begin = "<!-- made: %s -->\n".formatted(name);
        String end = "<!-- end: %s -->".formatted(name);
        String text = Files.readString(file);
        assertThat(text).contains(begin, end);
        assertHolds(file, text.substring(0, text.indexOf(begin) + begin.length()) + made
                + text.substring(text.indexOf(end)));
    }
}
