// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import io.shelver.testing.GeneratedFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetersTableTest {

    @Test
    void theDocumentListsEveryMeter() throws Exception {
        GeneratedFile.assertHolds(Path.of("src", "site", "markdown", "METRICS.md"), "meters", """
                | meter | kind | tags | what | alert | relation |
                |---|---|---|---|---|---|
                %s
                """.formatted(Arrays.stream(Measure.values()).map(MetersTableTest::row)
                .collect(Collectors.joining("\n"))));
    }

    private static String row(Measure measure) {
        return "| `%s` | %s | %s | %s | %s | %s |".formatted(measure.prometheus(),
                measure.kind().name().toLowerCase(Locale.ROOT),
                measure.tags().stream().map(MetersTableTest::tag).collect(Collectors.joining("; ")), measure.meaning(),
                measure.alert(), measure.relation());
    }

    private static String tag(Tag tag) {
        return "`%s`: %s".formatted(tag.key(), tag.values().isEmpty()
                ? tag.meaning()
                : tag.values().stream().map(value -> "`" + value + "`").collect(Collectors.joining(", ")));
    }
}
