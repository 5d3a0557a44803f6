// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The chart with a set of values, rendered and linted by Helm's own code. */
public final class Chart {
    static final Path FOLDER = Path.of("helm", "shelver");
    private static final Path VALUES = Path.of("src", "test", "helm");
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String RELEASE = "shelver";
    private static final Path OPEN = withoutHooks();

    private final String release;
    private final Optional<Path> values;
    private final Map<String, String> more;

    private Chart(String release, Optional<Path> values, Map<String, String> more) {
        this.release = release;
        this.values = values;
        this.more = more;
    }

    /**
     * @param set
     *            the name of a file in {@code src/test/helm}, without {@code .yaml}
     */
    public static Chart of(String set) {
        return new Chart(RELEASE, Optional.of(VALUES.resolve(set + ".yaml")), Map.of());
    }

    static Chart withDefaults() {
        return new Chart(RELEASE, Optional.empty(), Map.of());
    }

    /** The names of all sets of values. */
    public static Stream<String> sets() {
        try (Stream<Path> files = Files.list(VALUES)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.yaml$", "")).sorted().toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a value, as {@code --set} does. */
    public Chart set(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Chart(release, values, all);
    }

    Chart named(String other) {
        return new Chart(other, values, more);
    }

    /** All resources that Helm would install, including hooks and notes. */
    public List<JsonNode> render() {
        try {
            List<JsonNode> manifests = new ArrayList<>();
            for (JsonNode manifest : YAML.readerFor(JsonNode.class).<JsonNode>readValues(text()).readAll()) {
                if (!manifest.isNull() && !manifest.isMissingNode()) {
                    manifests.add(manifest);
                }
            }
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        TemplateCommand command = new Helm(OPEN).template().withName(release).withNamespace("shop")
                .withKubeVersion("1.35.0");
        values.ifPresent(command::withValuesFile);
        more.forEach(command::set);
        return command.call();
    }

    /** The one resource of a kind, or of a kind and name. */
    public JsonNode the(String kind, String... name) {
        List<JsonNode> found = all(kind).stream()
                .filter(one -> name.length == 0 || one.at("/metadata/name").asText().equals(name[0])).toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    "the chart renders %d resources of the kind %s, not one".formatted(found.size(), kind));
        }
        return found.get(0);
    }

    public List<JsonNode> all(String kind) {
        return render().stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
    }

    /** The chart's message about values that it rejects. */
    String refusal() {
        try {
            text();
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
        throw new AssertionError("the chart rejected no value");
    }

    /** Lints a copy of the chart with these values as its defaults, because the library lints without values. */
    LintResult lint() {
        try {
            Path copy = copy("lint");
            JsonNode merged = YAML.readTree(FOLDER.resolve("values.yaml").toFile());
            if (values.isPresent()) {
                merged = YAML.readerForUpdating(merged).readValue(values.get().toFile());
            }
            YAML.writeValue(copy.resolve("values.yaml").toFile(), merged);
            return new Helm(copy).lint().strict().call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes hooks and notes plain resources in a copy of the chart, because Helm's library does not return them. */
    private static Path withoutHooks() {
        try {
            Path copy = copy("open");
            try (Stream<Path> files = Files.walk(copy.resolve("templates"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.writeString(file, Files.readString(file).replace("helm.sh/hook", "was.helm.sh/hook"));
                }
            }
            Path notes = copy.resolve("templates").resolve("NOTES.txt");
            Files.writeString(copy.resolve("templates").resolve("notes.yaml"),
                    "{{ define \"notes\" }}%s{{ end }}kind: Notes\ntext: {{ include \"notes\" . | toJson }}\n"
                            .formatted(Files.readString(notes)));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy(String name) throws IOException {
        Path copy = Path.of("target", "helm", name);
        if (Files.exists(copy)) {
            try (Stream<Path> old = Files.walk(copy)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return copy;
    }
}
