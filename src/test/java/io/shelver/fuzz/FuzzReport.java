// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page of the fuzzer's figures. It has one row for each target, which the next run of that target replaces. */
final class FuzzReport {
    private static final Path PAGE = Path.of("src", "site", "markdown", "FUZZ.md");
    private static final String HEAD = """
            | target | executions | a second | seconds | inputs kept | edges reached | broke it | peak memory | run |
            |---|---|---|---|---|---|---|---|---|
            """;
    private static final String END = "\n<!-- end of the figures -->";

    private FuzzReport() {
    }

    static void write(FuzzTarget target, FuzzFigures figures) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(HEAD) + HEAD.length();
        int to = page.indexOf(END);
        Map<String, String> rows = page.substring(from, to).lines()
                .collect(Collectors.toMap(FuzzReport::title, row -> row, (first, second) -> second, TreeMap::new));
        rows.put(target.title(), row(target, figures));
        Files.writeString(PAGE, page.substring(0, from) + String.join("\n", rows.values()) + page.substring(to));
    }

    private static String title(String row) {
        return List.of(row.split("\\|")).get(1).strip();
    }

    private static String row(FuzzTarget target, FuzzFigures figures) {
        return "| %s | %,d | %,d | %,d | %,d | %,d | %d | %,d MB | %s, %d processors, Java %s |".formatted(
                target.title(),
                figures.executions(), figures.executionsPerSecond(), figures.seconds(), figures.corpus(),
                figures.coverage(), figures.findings().size(), figures.peakMegabytes(), LocalDate.now(),
                Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
    }
}
