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

/** The chart with some values, as {@code helm template} and {@code helm lint} see it. */
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

    /** @param set
     *            a file of {@code src/test/helm}, without its ending */
    public static Chart of(String set) {
        return new Chart(RELEASE, Optional.of(VALUES.resolve(set + ".yaml")), Map.of());
    }

    static Chart withDefaults() {
        return new Chart(RELEASE, Optional.empty(), Map.of());
    }

    /** Every set of values. */
    public static Stream<String> sets() {
        try (Stream<Path> files = Files.list(VALUES)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.yaml$", "")).sorted().toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code --set} does. */
    public Chart set(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Chart(release, values, all);
    }

    Chart named(String other) {
        return new Chart(other, values, more);
    }

    /** Everything that would be installed, hooks and notes included. */
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

    /** The one of a kind, and of a name if there are several. */
    public JsonNode the(String kind, String... name) {
        List<JsonNode> found = all(kind).stream()
                .filter(one -> name.length == 0 || one.at("/metadata/name").asText().equals(name[0])).toList();
        if (found.size() != 1) {
            throw new AssertionError("%d %s are rendered, not one".formatted(found.size(), kind));
        }
        return found.get(0);
    }

    public List<JsonNode> all(String kind) {
        return render().stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
    }

    /** What the chart says about values that it refuses. */
    String refusal() {
        try {
            text();
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
        throw new AssertionError("nothing was refused");
    }

    /** Lints with these values as the chart's own: the library takes none for linting. */
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

    /** Helm's library renders hooks and notes, and returns neither; here they are resources like others. */
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
