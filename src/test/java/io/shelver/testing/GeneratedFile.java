// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository that are made from code: a test holds them to it, and with {@code -Dgenerate} writes them. */
public final class GeneratedFile {
    private GeneratedFile() {
    }

    /** The file holds this and nothing else. */
    public static void assertHolds(Path file, String made) throws IOException {
        if (Boolean.getBoolean("generate")) {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, made);
        }
        assertThat(file).as("made from code: mvn test -Dgenerate=true writes it again").hasContent(made);
    }

    /** The file holds this between the lines {@code <!-- made: NAME -->} and {@code <!-- end: NAME -->}. */
    public static void assertHolds(Path file, String name, String made) throws IOException {
        String begin = "<!-- made: %s -->\n".formatted(name);
        String end = "<!-- end: %s -->".formatted(name);
        String text = Files.readString(file);
        assertThat(text).contains(begin, end);
        assertHolds(file, text.substring(0, text.indexOf(begin) + begin.length()) + made
                + text.substring(text.indexOf(end)));
    }
}
