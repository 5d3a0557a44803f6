// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shelver.settings.ServiceSettings;
import io.shelver.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file says what the build, the settings and the commands say. */
class ComposeTest {
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./_-]+:v?\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");

    private final JsonNode file = read();
    private final Map<String, JsonNode> services = new TreeMap<>(file.get("services").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));

    @Test
    void everySettingThatItNamesExistsAndIsLegal() {
        Set<String> settings = Arrays.stream(Setting.values()).map(Setting::name).collect(Collectors.toSet());

        assertThat(ours()).allSatisfy((name, service) -> {
            assertThat(settings).containsAll(environment(service).keySet());
            assertThat(ServiceSettings.from(environment(service), Optional.empty()).registry()).isPresent();
        });
    }

    @Test
    void everyCommandThatItGivesExists() {
        Set<String> commands = ShelverCommand.line(Map.of()).getSubcommands().keySet();

        assertThat(ours()).allSatisfy((name, service) -> {
            assertThat(commands).contains(service.get("command").get(0).textValue());
            assertThat(parsed(service)).isNotNull();
        });
        assertThat(ours()).containsKeys("topics", "classifier", "producer", "watch");
    }

    @Test
    void imagesArePinnedToTheVersionsOfTheBuild() {
        assertThat(services).allSatisfy((name, service) -> assertThat(image(service)).matches(PINNED));
        assertThat(image(service("broker"))).endsWith(":" + property("kafka.version"));
        assertThat(image(service("registry"))).endsWith(":" + property("apicurio-server.version"));
        assertThat(ours()).allSatisfy(
                (name, service) -> assertThat(image(service)).isEqualTo("shelver:" + property("version")));
    }

    /** Builders that export one name side by side refuse one another, at the first build of a machine only. */
    @Test
    void oneServiceBuildsTheImageAndItIsTheFirstOfOursToStart() {
        assertThat(ours().entrySet()).filteredOn(service -> service.getValue().has("build")).singleElement()
                .satisfies(builder -> assertThat(ours().entrySet()).filteredOn(service -> !service.equals(builder))
                        .allSatisfy(service -> assertThat(service.getValue().get("depends_on").has(builder.getKey()))
                                .isTrue()));
    }

    @Test
    void theRegistryKeepsSchemasWhereTheRecordsAreThatNeedThem() {
        assertThat(environment(service("registry"))).containsEntry("APICURIO_STORAGE_KIND", "kafkasql")
                .containsEntry("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS",
                        environment(service("classifier")).get("SHELVER_BOOTSTRAP_SERVERS"));
    }

    @Test
    void everyServiceHasALimitOfMemoryAndGetsNoPrivilege() {
        assertThat(services).allSatisfy((name, service) -> {
            assertThat(service.path("mem_limit").asText()).matches("\\d+[mg]");
            assertThat(service.path("security_opt")).extracting(JsonNode::textValue)
                    .containsExactly("no-new-privileges:true");
            assertThat(service.has("privileged") || service.has("cap_add") || service.has("network_mode")
                    || service.has("pid") || service.has("devices")).isFalse();
        });
    }

    @Test
    void oursWriteNowhereButToATemporaryFolderAndHaveNoCapability() {
        assertThat(ours()).allSatisfy((name, service) -> {
            assertThat(service.get("read_only").booleanValue()).isTrue();
            assertThat(service.get("cap_drop")).extracting(JsonNode::textValue).containsExactly("ALL");
            assertThat(service.get("tmpfs")).extracting(JsonNode::textValue).singleElement().asString()
                    .matches("/tmp:size=\\d+m");
        });
    }

    @Test
    void nothingIsPublishedBeyondThisMachine() {
        assertThat(services.values()).flatExtracting(service -> texts(service.path("ports"))).isNotEmpty()
                .allSatisfy(port -> assertThat(port).matches("127\\.0\\.0\\.1:\\$\\{[A-Z]+_PORT:-\\d+}:\\d+"));
        assertThat(environment(service("broker")).get("KAFKA_ADVERTISED_LISTENERS"))
                .endsWith("HOST://" + texts(service("broker").get("ports")).get(0).replaceFirst(":\\d+$", ""));
    }

    @Test
    void everyFileThatIsMountedExistsAndIsReadOnly() {
        List<String> mounts = services.values().stream().flatMap(service -> texts(service.path("volumes")).stream())
                .filter(volume -> volume.startsWith(".")).toList();

        assertThat(mounts).allSatisfy(mount -> {
            assertThat(mount).endsWith(":ro");
            assertThat(Path.of(mount.substring(0, mount.indexOf(':')))).exists();
        });
    }

    @Test
    void aServiceThatOthersAwaitSaysWhetherItIsHealthy() {
        services.values().forEach(service -> service.path("depends_on").properties().forEach(awaited -> {
            assertThat(services).containsKey(awaited.getKey());
            if (awaited.getValue().get("condition").textValue().equals("service_healthy")) {
                List<String> test = texts(service(awaited.getKey()).path("healthcheck").path("test"));
                // Podman takes the words of CMD apart at each space, and half of a script is always well.
                assertThat(test).as(awaited.getKey()).hasSizeGreaterThan(1).satisfies(
                        words -> assertThat(words.get(0).equals("CMD-SHELL") || !String.join("", words).contains(" "))
                                .isTrue());
            }
        }));
    }

    private Map<String, JsonNode> ours() {
        Map<String, JsonNode> ours = new TreeMap<>(services);
        ours.values().removeIf(service -> !image(service).startsWith("shelver:"));
        return ours;
    }

    private JsonNode service(String name) {
        return file.get("services").get(name);
    }

    private static JsonNode read() {
        try {
            // Not Jackson's reader: it knows no merge keys.
            return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(Path.of("docker-compose.yml"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object parsed(JsonNode service) {
        return ShelverCommand.line(Map.of()).parseArgs(texts(service.get("command")).toArray(String[]::new));
    }

    private static String image(JsonNode service) {
        return service.get("image").textValue();
    }

    private static Map<String, String> environment(JsonNode service) {
        Map<String, String> environment = new HashMap<>();
        service.path("environment").properties()
                .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
        return environment;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The first such element of the POM: the project's own version stands before all others. */
    private static String property(String name) {
        try {
            Matcher found = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<")
                    .matcher(Files.readString(Path.of("pom.xml")));
            assertThat(found.find()).as(name).isTrue();
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
