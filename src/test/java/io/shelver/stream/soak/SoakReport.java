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
    private static final Path PAGE = Path.of("src", "site", "markdown", "SOAK.md");
    private static final String HEAD = """
            # What the soak tests measured

            Written by `mvn verify -Psoak`; every figure is of the last run. With `-Dit.test=FaultSoakIT` only the faults run, with
            `-Dsoak.seed=N` those of that seed, with `-Dsoak.uploads=N -Dsoak.faults=N` fewer.

            Faults: three brokers (three replicas, two in sync), three classifiers and the reader are processes of their own. Faults
            and when they fall are drawn from the seed; one falls when its target is at work and uploads are under way, also while another is
            healing; a broker's waits until the brokers are in sync. A pause is 3.8 s; sessions of classifiers last 2 s, transactions and sessions of
            brokers 3 s. The models are those of the tiny text bundle. What a `read_committed` reader finds
            must be each upload once, by the door that its kind has, and in the order of its key behind each door. Nothing orders records of
            two topics, so a reader of two doors compares revisions.

            A classifier that stops by itself is started again, as an orchestrator would. With transactions as short as a
            broker's session, one that was open when its broker died may be aborted before its commit arrives; Kafka Streams treats that as fatal
            (`InvalidTxnStateException`), as it does the last words of a broker that dies (`KafkaException`). With the defaults a
            transaction outlasts a broker's session several times.

            Rolling restarts: one broker, three classifiers as processes, with Kafka's properties as `run` sets them. One after the other is
            told to stop and replaced, with 6 s between them; a partition's longest time without a delivery is what an upload waits at most.
            With static membership that is the time in which a process starts: a pod's is longer.

            Elsewhere the classifier is a fake that costs next to nothing, so those are figures of the stream.
            """;

    private SoakReport() {
    }

    static void write(String title, FaultSoak soak, SoakOutcome outcome, String seed) throws IOException {
        Course course = outcome.course();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("Audit", outcome.audit().toString());
        figures.put("Audit of the uploads topic itself", outcome.feed().toString());
        for (Door door : Door.values()) {
            figures.put("Behind the door " + door.key(), "%,d".formatted(outcome.ledger().behind(door)));
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
