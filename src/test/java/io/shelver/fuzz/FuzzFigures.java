// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The figures that libFuzzer prints at its end.
 *
 * @param coverage
 *            the number of edges that the inputs reached
 * @param corpus
 *            the number of inputs that are kept, because each reaches a new edge
 * @param findings
 *            the files of inputs that broke the target, and the exit status of a process that ended otherwise
 */
record FuzzFigures(long executions, long executionsPerSecond, long coverage, long corpus, long seconds,
        long peakMegabytes,
        List<String> findings) {
    private static final Pattern STATE = Pattern.compile("#\\d+\\s+\\w+\\s+cov: (\\d+) ft: \\d+ corp: (\\d+)/");
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern SPEED = Pattern.compile("stat::average_exec_per_sec:\\s+(\\d+)");
    private static final Pattern MEMORY = Pattern.compile("stat::peak_rss_mb:\\s+(\\d+)");
    private static final Pattern FINDING = Pattern.compile("(crash|timeout|oom|leak)-[0-9a-f]{40}");

    static FuzzFigures read(Path log, Path folder, int status) throws IOException {
        String text = Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
        List<String> findings = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString()).filter(name -> FINDING.matcher(name).matches()).sorted()
                    .forEach(findings::add);
        }
        if (findings.isEmpty() && (status != 0 || last(DONE, text, 1) == 0)) {
            findings.add("the process ended with status " + status);
        }
        return new FuzzFigures(last(DONE, text, 1), last(SPEED, text, 1), last(STATE, text, 1), last(STATE, text, 2),
                last(DONE, text, 2), last(MEMORY, text, 1), List.copyOf(findings));
    }

    private static long last(Pattern pattern, String text, int group) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        return found.isEmpty() ? 0 : Long.parseLong(found.getLast().group(group));
    }
}
