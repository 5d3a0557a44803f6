// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.bench.Measurement;
import io.shelver.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents say exists. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\(((?!https?:)[^)#]+)");
    private static final Pattern SETTING = Pattern.compile("SHELVER_[A-Z0-9_]+");
    private static final Pattern CLASS_NAME = Pattern.compile(
            "`(?:[a-z]+\\.)*([A-Z][A-Za-z]+(?:Test|IT|Policy|Topology|Faults|Listing|Graph|Models|Evidence))`");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "schemas/README.md", "models/README.md", ".github/CONTRIBUTING.md",
            ".github/SECURITY.md",
            "src/site/markdown/RATIONALE.md", "src/site/markdown/OPERATIONS.md",
            "src/site/markdown/DEPLOYMENT.md", "src/site/markdown/PERFORMANCE.md"})
    void everyLinkLeadsSomewhere(String document) throws IOException {
        Path file = Path.of(document);

        assertThat(found(file, LINK)).allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "schemas/README.md", "src/site/markdown/RATIONALE.md",
            "src/site/markdown/OPERATIONS.md", "src/site/markdown/DEPLOYMENT.md",
            "src/site/markdown/PERFORMANCE.md"})
    void everySettingThatIsNamedExists(String document) throws IOException {
        Set<String> settings = Arrays.stream(Setting.values()).map(Setting::name).collect(Collectors.toSet());

        assertThat(settings).containsAll(found(Path.of(document), SETTING));
    }

    @ParameterizedTest
    @ValueSource(strings = {".github/CONTRIBUTING.md", ".github/SECURITY.md"})
    void everyClassThatIsNamedExists(String document) throws IOException {
        assertThat(sources()).containsAll(found(Path.of(document), CLASS_NAME));
    }

    @Test
    void theReadmeNamesEveryCommand() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Set<String> commands = new TreeSet<>(ShelverCommand.line(Map.of()).getSubcommands().keySet());
        commands.remove("help");

        assertThat(commands).allSatisfy(command -> assertThat(readme).contains("| `" + command));
        assertThat(commands).contains("demo", "run", "classify", "evaluate", "topics", "bundle");
    }

    @Test
    void thePageOfPerformanceNamesEveryMeasurement() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/PERFORMANCE.md"));

        assertThat(Measurement.values())
                .allSatisfy(each -> assertThat(page).contains("| `" + each.key() + "`"));
    }

    @Test
    void everySettingSaysWhatItIs() {
        assertThat(Setting.values()).allSatisfy(setting -> {
            assertThat(setting.meaning()).endsWith(".");
            assertThat(setting.legal()).isNotBlank();
        });
    }

    private static List<String> found(Path file, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(file)).results().map(DocumentsTest::lastGroup).distinct().toList();
    }

    private static String lastGroup(MatchResult match) {
        return match.group(match.groupCount());
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
        }
    }
}
