// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.classify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What documents say of dead letters and doors. */
class FailureClassTest {
    private static final Path OPEN_API = Path.of("src", "main", "resources", "openapi.json");
    private static final List<String> NAMES = names(FailureClass.values());
    /** Whatever begins as a failure class does. */
    private static final Pattern LOOKS_LIKE_ONE = Pattern.compile(NAMES.stream()
            .map(name -> name.substring(0, name.indexOf('_'))).distinct()
            .collect(Collectors.joining("|", "\\b(?:", ")_[A-Z_]+\\b")));

    @Test
    void everyFailureClassThatADocumentNamesExists() throws IOException {
        Set<String> named = Stream
                .concat(documents(), Stream.of(OPEN_API, Path.of("helm", "shelver", "files", "alerts.yaml")))
                .flatMap(document -> LOOKS_LIKE_ONE.matcher(read(document)).results()).map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(NAMES).containsAll(named);
        assertThat(named).contains("UNKNOWN_SCHEMA", "PROCESSING_FAILED");
    }

    @Test
    void httpNamesTheFailureClassesAndDoorsOfTheStream() throws IOException {
        assertThat(NAMES).containsAll(choices("/components/schemas/Problem/properties/failure_class/enum"));
        assertThat(Arrays.stream(Door.values()).map(Door::key).toList())
                .containsAll(choices("/components/schemas/Prediction/properties/door/enum"));
    }

    private static List<String> choices(String pointer) throws IOException {
        List<String> choices = StreamSupport
                .stream(new ObjectMapper().readTree(OPEN_API.toFile()).at(pointer).spliterator(), false)
                .map(choice -> choice.asText()).toList();
        assertThat(choices).isNotEmpty();
        return choices;
    }

    private static Stream<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> hidden = Files.walk(Path.of(".github"));
                Stream<Path> schemas = Files.walk(Path.of("schemas"));
                Stream<Path> site = Files.walk(Path.of("src", "site"))) {
            return Stream.of(top, hidden, schemas, site).flatMap(files -> files)
                    .filter(file -> file.toString().matches(".*\\.(md|yaml|avsc)")).toList().stream();
        }
    }

    private static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(FailureClass... classes) {
        return Arrays.stream(classes).map(Enum::name).toList();
    }
}
