// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.Decision;
import io.shelver.classify.Evidence;
import io.shelver.classify.Fusion;
import io.shelver.classify.Scores;
import io.shelver.listings.ListingLine;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes every score, one JSON object a line: {@code {"line", "scores": {"title": [...], ..., "fused": [...]}}}, the labels
 * in the bundle's order, without the modalities that did not score.
 */
final class ScoreWriter implements Closeable {
    private final Writer out;
    private final boolean wanted;

    private ScoreWriter(Writer out, boolean wanted) {
        this.out = out;
        this.wanted = wanted;
    }

    /** Writes nothing if no file is given. */
    static ScoreWriter open(Optional<Path> file) throws IOException {
        return file.isPresent()
                ? new ScoreWriter(Files.newBufferedWriter(file.get()), true)
                : new ScoreWriter(new BufferedWriter(Writer.nullWriter()), false);
    }

    void write(List<ListingLine> lines, List<Optional<Decision>> decisions, Fusion fusion) throws IOException {
        if (!wanted) {
            return;
        }
        List<Long> numbers = new ArrayList<>();
        List<Map<String, Evidence>> evidence = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            Map<String, Evidence> said = decisions.get(line).map(Decision::evidence).orElse(Map.of());
            if (said.values().stream().anyMatch(Evidence.Scored.class::isInstance)) {
                numbers.add(lines.get(line).number());
                evidence.add(said);
            }
        }
        List<Scores> fused = evidence.isEmpty() ? List.of() : fusion.fuse(evidence).join();
        for (int row = 0; row < fused.size(); row++) {
            out.write("{\"line\":%d,\"scores\":{%s}}\n".formatted(numbers.get(row),
                    fields(evidence.get(row), fused.get(row))));
        }
    }

    private static String fields(Map<String, Evidence> evidence, Scores fused) {
        Map<String, Scores> scores = new LinkedHashMap<>();
        evidence.forEach((name, said) -> {
            if (said instanceof Evidence.Scored scored) {
                scores.put(name, scored.scores());
            }
        });
        scores.put("fused", fused);
        return String.join(",", scores.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + Arrays.toString(entry.getValue().toArray())).toList());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
