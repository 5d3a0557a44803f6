// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.helm.Chart;
import io.shelver.settings.ServiceSettings;
import io.shelver.settings.Setting;
import io.shelver.testing.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What deploys the service says what the service understands. */
class DeploymentContractTest {
    private static final Path CHART = Path.of("helm", "shelver");
    private static final Path SCHEMA = CHART.resolve("values.schema.json");
    private static final Path COMPOSE = Path.of("docker-compose.yml");
    private static final Path DOCKER = Path.of("src", "main", "docker");
    private static final Path OPENAPI = Path.of("src", "main", "resources", "openapi.json");
    private static final Pattern PATH = Pattern.compile("/(health/\\w+|product/\\w+)");
    private static final Pattern NAME = Pattern.compile("SHELVER_[A-Z0-9_]+");
    private static final Pattern RANGE = Pattern.compile("(\\d+) to (\\d+)");
    private static final Pattern WORDS = Pattern.compile("((?:\\w+, )*\\w+) or (\\w+)");
    private static final Pattern DEFAULT = Pattern.compile("(?m)^ {6}\"(SHELVER_[A-Z0-9_]+)\" \"([^\"]*)\"");
    private static final Set<String> NAMES = Arrays.stream(Setting.values()).map(Setting::name)
            .collect(Collectors.toCollection(TreeSet::new));
    /** Files that the chart mounts have values of their own. */
    private static final Set<String> MOUNTED = Set.of("SHELVER_HTTP_TOKENS", "SHELVER_BUNDLE_KEYS",
            "SHELVER_LINK_HEADERS", "SHELVER_SCHEMAS");

    @Test
    void nothingIsSetThatIsNoSetting() throws IOException {
        List<Path> files = new ArrayList<>(List.of(COMPOSE));
        for (Path folder : List.of(CHART, DOCKER)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                inside.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        Set<String> names = new TreeSet<>();
        for (Path file : files) {
            NAME.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(names::add);
        }

        assertThat(names).isSubsetOf(NAMES).contains("SHELVER_BOOTSTRAP_SERVERS");
    }

    @Test
    void theSchemaOfTheValuesKnowsEverySettingAndWhatIsLegal() throws IOException {
        String text = Files.readString(SCHEMA);
        int begin = text.indexOf("\"properties\": {\n", text.indexOf("\"settings\": {\n"))
                + "\"properties\": {\n".length();
        int end = text.indexOf("\n      }\n    },\n", begin);
        Stream<String> known = Arrays.stream(Setting.values()).map(DeploymentContractTest::property);

        GeneratedFile.assertHolds(SCHEMA, text.substring(0, begin)
                + known.collect(Collectors.joining(",\n")) + text.substring(end));
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingCanBeSet(Setting setting) {
        Matcher range = RANGE.matcher(setting.legal());
        Matcher words = WORDS.matcher(setting.legal());
        String value = words.matches()
                ? words.group(2)
                : range.matches()
                        ? range.group(1)
                        : setting.legal().startsWith("host:port") ? "kafka:2000" : "2000";
        Chart chart = MOUNTED.contains(setting.name())
                ? Chart.of("secured")
                : Chart.of("minimal").set("settings." + setting, value)
                        .set("replicas", "1").set("gpu", "1");

        String set = chart.the("ConfigMap").path("data").path(setting.name()).asText();

        assertThat(set).isEqualTo(MOUNTED.contains(setting.name()) ? mounted(setting) : value);
    }

    @Test
    void theChartAssumesTheDefaultsThatTheCodeHas() throws IOException {
        Map<String, String> assumed = new TreeMap<>();
        Matcher matcher = DEFAULT.matcher(Files.readString(CHART.resolve("templates").resolve("_settings.tpl")));
        while (matcher.find()) {
            assumed.put(matcher.group(1), matcher.group(2));
        }

        assertThat(assumed).hasSizeGreaterThan(10)
                .allSatisfy((name, value) -> assertThat(value).as(name).isEqualTo(Setting.valueOf(name).byDefault()));
    }

    @ParameterizedTest
    @MethodSource("io.shelver.helm.Chart#sets")
    void theServiceAcceptsWhatTheChartSets(String set) {
        Map<String, String> environment = new TreeMap<>();
        for (Map.Entry<String, JsonNode> variable : Chart.of(set).the("ConfigMap", "shelver").path("data")
                .properties()) {
            environment.put(variable.getKey(), variable.getValue().asText());
        }
        // Files that are not here.
        MOUNTED.forEach(environment::remove);
        environment.put("SHELVER_HTTP_TOKENS", "none");

        assertThatCode(() -> ServiceSettings.from(environment, Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void theUserIsTheImages() throws IOException {
        String user = Chart.of("minimal").the("Deployment").at("/spec/template/spec/securityContext/runAsUser")
                .asText();

        assertThat(Files.readString(DOCKER.resolve("Dockerfile"))).contains("USER " + user + ":" + user);
    }

    @Test
    void whatIsAskedIsServed() throws IOException {
        Chart chart = Chart.of("everything");
        JsonNode container = chart.the("Deployment").at("/spec/template/spec/containers/0");
        Set<String> paths = new TreeSet<>(container.findValuesAsText("path"));
        paths.add(chart.the("ServiceMonitor").at("/spec/endpoints/0/path").asText());
        PATH.matcher(chart.the("Pod").at("/spec/containers/0/args/0").asText()
                + chart.the("Notes").path("text").asText()).results().map(MatchResult::group).forEach(paths::add);

        assertThat(paths).containsExactly("/health/live", "/health/ready", "/metrics", "/product/categoryPrediction");
        assertThat(new ObjectMapper().readTree(OPENAPI.toFile()).path("paths").fieldNames()).toIterable()
                .containsAll(paths);
    }

    @Test
    void thePodsListenWhereTheyAreAsked() {
        Chart chart = Chart.of("closed");
        JsonNode container = chart.the("Deployment").at("/spec/template/spec/containers/0");

        assertThat(container.at("/ports/0").toString()).isEqualTo("{\"name\":\"http\",\"containerPort\":9000}");
        assertThat(chart.the("ConfigMap").at("/data/SHELVER_HTTP_PORT").asText()).isEqualTo("9000");
        assertThat(chart.the("Service").at("/spec/ports/0/targetPort").asText()).isEqualTo("http");
        assertThat(container.findValuesAsText("port")).containsOnly("http");
    }

    @Test
    void theCommandsExist() {
        Chart chart = Chart.of("everything");

        assertThat(ShelverCommand.line(Map.of()).getSubcommands().keySet()).contains(
                chart.the("Deployment").at("/spec/template/spec/containers/0/args/0").asText(),
                chart.the("Job").at("/spec/template/spec/containers/0/args/0").asText());
    }

    private static String mounted(Setting setting) {
        return "/etc/shelver/" + switch (setting.name()) {
            case "SHELVER_BUNDLE_KEYS" -> "bundle-keys";
            case "SHELVER_LINK_HEADERS" -> "link-headers/headers";
            case "SHELVER_SCHEMAS" -> "schemas";
            default -> "tokens/tokens";
        };
    }

    private static String property(Setting setting) {
        return property(setting.name(), setting.meaning(), setting.legal());
    }

    private static String property(String name, String meaning, String legal) {
        Matcher range = RANGE.matcher(legal);
        Matcher words = WORDS.matcher(legal);
        String type = "\"type\": [\"string\", \"number\"]";
        if (name.equals("SHELVER_HTTP_PORT")) {
            // The probes need one that is known, and who is not root may not take a lower one.
            type = "\"type\": \"integer\", \"minimum\": 1024, \"maximum\": 65535";
        } else if (range.matches()) {
            type = "\"type\": \"integer\", \"minimum\": %s, \"maximum\": %s".formatted(range.group(1), range.group(2));
        } else if (legal.equals("true or false")) {
            type = "\"type\": \"boolean\"";
        } else if (words.matches()) {
            type = "\"enum\": [\"%s\", \"%s\"]".formatted(words.group(1).replace(", ", "\", \""), words.group(2));
        }
        return "        \"%s\": { %s, \"description\": \"%s\" }".formatted(name, type,
                legal.isEmpty() ? meaning : meaning + " Legal: " + legal + ".");
    }
}
