// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page of measured figures: a section a measurement, replaced whenever that is measured again. */
final class SoakReport {
    private static final Path PAGE = Path.of("src", "site", "markdown", "SOAK.md");
    private static final String HEAD = """
            # What the soak tests measured

            Written by `mvn verify -Psoak`; every figure is of the last run. Models in the kills are those of the tiny text
            bundle; elsewhere the classifier is a fake that costs next to nothing, so these are figures of the stream.
            """;

    private SoakReport() {
    }

    static void write(String title, Killing killing, Killing.Outcome outcome) throws IOException {
        write(title, Map.of(
                "Uploads", "%,d".formatted(killing.uploads()),
                "Classifier", killing.models().getSimpleName(),
                "Attacks under load", "%d".formatted(outcome.attacks()),
                "Records behind the three doors", "%,d".formatted(outcome.deliveries()),
                "Audit", outcome.audit().toString(),
                "Time, restarts included", "%d s".formatted(outcome.took().toSeconds())));
    }

    static void write(String title, Map<String, String> figures) throws IOException {
        StringBuilder section = new StringBuilder("\n## ").append(title).append("\n\n| | |\n|---|---|\n");
        figures.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(
                figure -> section.append("| %s | %s |\n".formatted(figure.getKey(), figure.getValue())));
        section.append("\nMeasured on %s, %d processors, Java %s.\n".formatted(LocalDate.now(),
                Runtime.getRuntime().availableProcessors(), Runtime.version().feature()));
        Map<String, String> sections = sections();
        sections.put(title, section.toString());
        Files.createDirectories(PAGE.getParent());
        Files.writeString(PAGE, HEAD + String.join("", sections.values()));
    }

    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        if (Files.exists(PAGE)) {
            String[] parts = Files.readString(PAGE).split("\n## ");
            for (int part = 1; part < parts.length; part++) {
                sections.put(parts[part].lines().findFirst().orElse(""), "\n## " + parts[part].stripTrailing() + "\n");
            }
        }
        return sections;
    }
}
