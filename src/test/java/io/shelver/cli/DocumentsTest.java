// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.bench.Measurement;
import io.shelver.events.ProductCategorized;
import io.shelver.events.ProductUploaded;
import io.shelver.events.ReviewRequested;
import io.shelver.settings.Setting;
import io.shelver.testing.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What documents say exists. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\(((?!https?:)[^)#]+)");
    private static final Pattern LINK_TO_HEADING = Pattern.compile("]\\(((?!https?:)[^)#]*)#([^)]+)\\)");
    /** Not {@code SHELVER_LINK_*}, which stands for several. */
    private static final Pattern SETTING = Pattern.compile("SHELVER_[A-Z0-9_]*[A-Z0-9](?![A-Z0-9_])");
    private static final Pattern CLASS_NAME = Pattern.compile(
            "`(?:[a-z]+\\.)*([A-Z][A-Za-z]+(?:Test|IT|Policy|Topology|Faults|Listing|Graph|Models|Evidence))`");
    /** A class, or one of its methods, in the walk of an upload. */
    private static final Pattern STEP = Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.([a-z][A-Za-z]*))?`");

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path file) throws IOException {
        assertThat(found(file, LINK)).allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyHeadingThatIsLinkedExists(Path file) throws IOException {
        for (MatchResult link : LINK_TO_HEADING.matcher(Files.readString(file)).results().toList()) {
            Path page = link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1));
            assertThat(headings(page)).as(link.group()).contains(link.group(2));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everySettingThatIsNamedExists(Path file) throws IOException {
        Set<String> settings = Arrays.stream(Setting.values()).map(Setting::name).collect(Collectors.toSet());

        assertThat(settings).containsAll(found(file, SETTING));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyClassThatIsNamedExists(Path file) throws IOException {
        assertThat(sources()).containsAll(found(file, CLASS_NAME));
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
    void theWalkOfAnUploadNamesWhatExists() throws IOException {
        Map<String, String> classes = mainSources();

        List<MatchResult> steps = STEP.matcher(section("README.md", "How it works")).results().toList();

        assertThat(steps).isNotEmpty();
        for (MatchResult step : steps) {
            assertThat(classes).as(step.group()).containsKey(step.group(1));
            if (step.group(2) != null) {
                assertThat(classes.get(step.group(1))).as(step.group()).containsPattern(declaration(step.group(2)));
            }
        }
    }

    @Test
    void thePageOfEventsHasTheFingerprintOfEach() throws Exception {
        String page = Files.readString(Path.of("src/site/markdown/EVENTS.md"));

        for (Schema event : List.of(ProductUploaded.getClassSchema(), ProductCategorized.getClassSchema(),
                ReviewRequested.getClassSchema())) {
            String fingerprint = HexFormat.of()
                    .formatHex(SchemaNormalization.parsingFingerprint("CRC-64-AVRO", event));
            assertThat(page).contains("| `%s` | `%s` |".formatted(event.getName(), fingerprint),
                    "(\"%s\", \"%s\")".formatted(event.getName(), fingerprint));
            assertThat(List.of("python/client.py", "node/client.mjs", "go/main.go")).allSatisfy(
                    program -> assertThat(Path.of("src/test/clients").resolve(program)).content()
                            .contains(fingerprint));
        }
    }

    /** {@code src/test/clients/check} runs these programs. */
    @ParameterizedTest
    @CsvSource({"java, java/Client.java", "python, python/client.py", "node, node/client.mjs", "go, go/main.go"})
    void thePageOfClientsHoldsThePrograms(String language, String file) throws IOException {
        String program = Files.readString(Path.of("src", "test", "clients").resolve(file));

        GeneratedFile.assertHolds(Path.of("src", "site", "markdown", "CLIENTS.md"), language,
                "```%s\n%s```\n".formatted(language.equals("node") ? "js" : language, program));
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

    /** Every page that a person wrote; the reports of trained models are written by Python. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of(".github", "findings", "models", "schemas", "src/site/markdown")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md") && !file.startsWith(Path.of("models", "reports"))
                        && !file.startsWith(Path.of("models", "bundles"))).forEach(pages::add);
            }
        }
        return pages;
    }

    private static List<String> found(Path file, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(file)).results().map(DocumentsTest::lastGroup).distinct().toList();
    }

    private static String lastGroup(MatchResult match) {
        return match.group(match.groupCount());
    }

    /** Up to the next heading of the same level. */
    private static String section(String document, String heading) throws IOException {
        String text = Files.readString(Path.of(document));
        int begin = text.indexOf("\n## " + heading + "\n");
        return text.substring(begin, text.indexOf("\n## ", begin + 1));
    }

    /** As links name them: in lower case, without punctuation, dashes for spaces. */
    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream().filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** A member of a class is indented once; a call of it stands deeper. */
    private static Pattern declaration(String method) {
        return Pattern.compile("(?m)^ {4}[^ =;\\n][^=;\\n]* " + method + "\\(");
    }

    /** Simple name to source. */
    private static Map<String, String> mainSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
        return sources;
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
        }
    }
}
