// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.classify.Door;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of measured figures: a section a measurement, replaced whenever that is measured again. */
final class SoakReport {
    static final Path PAGE = Path.of("src", "site", "markdown", "SOAK.md");
    static final String HEAD = """
            # What the soak tests measured

            `mvn verify -Psoak` writes this page; every figure is from the last run. With `-Dit.test=FaultSoakIT` only the faults run.
            `-Dsoak.seed=N` repeats the faults of that seed; `-Dsoak.uploads=N -Dsoak.faults=N` sets how many there are.

            **Faults.** Three brokers (three replicas, two in sync), three classifiers and the reader are separate processes. The
            seed decides which faults happen and when. A fault happens when its target is at work and uploads are under way, even while
            the system recovers from another one. A fault of a broker waits until the brokers are in sync. A pause lasts 7.8 s. Sessions
            and transactions of classifiers last as long as Shelver sets them: 6 s and 20 s. Sessions of brokers last 3 s. The models are
            those of the tiny text bundle.

            A `read_committed` reader must find each upload once, by the [door](GLOSSARY.md#door) of its kind, and at each door in the order of its
            key. Nothing orders the records of two topics, so a reader of two doors compares revisions.

            A classifier that stops by itself is started again, as an orchestrator would do.

            **Targets.** Three brokers and three instances of `run` are separate processes, with 30 partitions and default settings. The
            brokers have Kafka's own defaults of everything that decides when a dead client is given up. `-Dit.test=TargetsIT` measures
            these figures alone. Each row has the load in its title:

            - *No fault*: the time until each of the 30 partitions has another committed outcome, while all is well.
            - *Kill*: the same time from `kill -9`. Nobody replaces the killed instance, unless the row says so.
            - *Stop*: from SIGTERM to the end of the process with status 0. The test fails at another status.
            - *Start*: from the start of a process until it says that it runs.
            - *Join*: from there to its first committed outcome.

            A picture of the slow host takes 1.5 s, and no picture is asked for twice.

            **Clocks.** Timestamps and times of uploads run from 1970 to 2100. Microseconds, nanoseconds, times before 1970 and the
            extremes of the type are among them. The brokers delete outcomes 40 s after they were written. Classifiers are killed and
            stopped in turn. No outcome may be deleted before its time, and none may be left after it. `-Dit.test=ClockSoakIT` runs these
            alone; `-Dsoak.seconds=N` sets how long.

            **Rolling restarts.** One broker and three classifiers are separate processes, with Kafka's properties as `run` sets
            them. One classifier after the other is told to stop and is replaced, 6 s apart. A partition's longest time without a
            delivery is the longest wait of an upload. With static membership that is the time a process takes to start; a pod takes
            longer.

            In all other tests the classifier is a fake that costs next to nothing, so their figures are those of the stream.
            """;

    private SoakReport() {
    }

    static void write(String title, FaultSoak soak, SoakOutcome outcome, String seed) throws IOException {
        Course course = outcome.course();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("Audit", outcome.audit().toString());
        figures.put("Audit of the uploads topic itself", outcome.feed().toString());
        for (Door door : Door.values()) {
            figures.put("Left by the door " + door.key(), "%,d".formatted(outcome.ledger().behind(door)));
        }
        figures.put("Brokers", "%d".formatted(soak.brokers()));
        figures.put("Classifier", soak.models().getSimpleName());
        figures.put("Classifiers that stopped by themselves, and why", outcome.ownStops().isEmpty()
                ? "0"
                : outcome.ownStops().entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(stop -> "%d %s".formatted(stop.getValue(), stop.getKey()))
                        .collect(Collectors.joining(", ")));
        figures.put("Classifiers that were told to stop and did not in time", "%d".formatted(outcome.lateStops()));
        figures.put("Faults", "%d".formatted(course.fallen()));
        for (Fault.Kind kind : Fault.Kind.values()) {
            figures.put("Faults: " + kind.title(), "%d".formatted(course.fallen(kind)));
        }
        figures.put("Faults while another was healing", "%d".formatted(course.whileHealing()));
        figures.put("Fewest uploads under way when a fault fell", "%,d".formatted(course.leastUnderWay()));
        figures.put("Longest time without a delivery",
                "%.1f s".formatted(course.longestSilence().toMillis() / 1000.0));
        figures.put("Properties", soak.properties().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(property -> property.getKey() + "=" + property.getValue()).collect(Collectors.joining(", ")));
        figures.put("Seed", seed);
        figures.put("Time", "%d s".formatted(outcome.took().toSeconds()));
        figures.put("Uploads", "%,d, %,d a second".formatted(soak.uploads(), soak.burst()));
        write(title, figures);
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
