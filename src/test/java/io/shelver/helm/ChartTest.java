// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The resources that the chart makes of its values. */
class ChartTest {

    @Test
    void theLeastThatIsInstalled() {
        assertThat(Chart.of("minimal").render()).extracting(manifest -> manifest.path("kind").asText())
                .containsExactlyInAnyOrder("NetworkPolicy", "PodDisruptionBudget", "ServiceAccount", "ConfigMap",
                        "Service", "Deployment", "Pod", "Notes");
    }

    @Test
    void everyValueHasOneCommentAndThereAreFew() throws Exception {
        List<String> lines = Files.readAllLines(Chart.FOLDER.resolve("values.yaml"));

        assertThat(lines).hasSizeLessThan(90);
        assertThat(lines).filteredOn(line -> !line.endsWith(":")).allSatisfy(line -> assertThat(line).contains("# "));
    }

    @ParameterizedTest
    @MethodSource("io.shelver.helm.Chart#sets")
    void everySelectorFindsItsPods(String set) {
        Chart chart = Chart.of(set);
        JsonNode labels = workload(chart).at("/spec/template/metadata/labels");

        assertThat(workload(chart).at("/spec/selector/matchLabels")).isNotEmpty();
        assertThat(chart.render()).filteredOn(manifest -> manifest.path("kind").asText()
                .matches("Deployment|StatefulSet|Service|PodDisruptionBudget|NetworkPolicy")).allSatisfy(manifest -> {
                    JsonNode spec = manifest.path("spec");
                    JsonNode selector = spec.has("podSelector") ? spec.path("podSelector") : spec.path("selector");
                    JsonNode wanted = selector.has("matchLabels") ? selector.path("matchLabels") : selector;
                    assertThat(wanted.properties()).isNotEmpty()
                            .allSatisfy(label -> assertThat(labels.get(label.getKey())).isEqualTo(label.getValue()));
                });
    }

    @Test
    void aNumberIsWrittenAsItWasMeant() {
        JsonNode variables = Chart.of("everything").the("ConfigMap", "shelver").path("data");

        assertThat(variables.path("SHELVER_LINK_CACHE_BYTES").asText()).isEqualTo("4294967296");
        assertThat(Chart.of("secured").the("ConfigMap").at("/data/SHELVER_ERROR_TARGET").asText()).isEqualTo("0.05");
    }

    @Test
    void secretsAreNamedAndNotHeld() {
        JsonNode pod = Chart.of("secured").the("Deployment").at("/spec/template/spec");

        assertThat(pod.at("/volumes").findValuesAsText("secretName")).containsExactly("shelver-kafka",
                "shelver-tokens", "shelver-bundle-keys", "shelver-link-headers");
        assertThat(pod.at("/containers/0/envFrom/1/secretRef/name").asText()).isEqualTo("shelver-registry");
        assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry");
        assertThat(Chart.sets().flatMap(set -> Chart.of(set).all("Secret").stream())).isEmpty();
    }

    @Test
    void theFilesLieWhereTheVariablesSay() {
        Chart chart = Chart.of("secured");
        JsonNode variables = chart.the("ConfigMap").path("data");
        List<String> mounts = chart.the("Deployment").at("/spec/template/spec/containers/0/volumeMounts")
                .findValuesAsText("mountPath");

        assertThat(variables.path("SHELVER_HTTP_TOKENS").asText()).isEqualTo("/etc/shelver/tokens/tokens");
        assertThat(variables.path("SHELVER_BUNDLE_KEYS").asText()).isEqualTo("/etc/shelver/bundle-keys");
        assertThat(variables.path("SHELVER_LINK_HEADERS").asText()).isEqualTo("/etc/shelver/link-headers/headers");
        assertThat(variables.path("SHELVER_SCHEMAS").asText()).isEqualTo("/etc/shelver/schemas");
        assertThat(variables.path("SHELVER_BUNDLE").asText()).isEqualTo("/bundle/fashion/1.4.0");
        assertThat(mounts).containsExactlyInAnyOrder("/tmp", "/etc/shelver/kafka", "/etc/shelver/tokens",
                "/etc/shelver/bundle-keys", "/etc/shelver/link-headers", "/etc/shelver/schemas", "/bundle");
    }

    @Test
    void brokersAreTrustedByTheCertificatesOfTheirOwnSecret() {
        JsonNode pod = Chart.of("everything").the("Deployment").at("/spec/template/spec");

        assertThat(pod.at("/volumes/2/secret/secretName").asText()).isEqualTo("events-cluster-ca-cert");
        assertThat(pod.at("/containers/0/volumeMounts/2/mountPath").asText()).isEqualTo("/etc/shelver/authority");
    }

    @Test
    void withoutTokensItIsSaidThatNoneAreWanted() {
        assertThat(Chart.of("minimal").the("ConfigMap").at("/data/SHELVER_HTTP_TOKENS").asText()).isEqualTo("none");
    }

    @Test
    void aDigestGoesBeforeATag() {
        assertThat(Chart.of("secured").set("image.tag", "1.4.0").the("Deployment")
                .at("/spec/template/spec/containers/0/image").asText())
                .startsWith("registry.example.com/shelver@sha256:0123").doesNotContain("1.4.0");
    }

    @Test
    void aChangedSettingReplacesThePods() {
        String before = checksum(Chart.of("minimal"));

        assertThat(checksum(Chart.of("minimal").set("replicas", "3"))).isEqualTo(before);
        assertThat(checksum(Chart.of("minimal").set("settings.SHELVER_BATCH_SIZE", "64"))).isNotEqualTo(before);
    }

    @Test
    void aReleaseCostsNoCapacityAndOnlyWithGpusNoSpareMachine() {
        assertThat(Chart.of("minimal").the("Deployment").at("/spec/strategy/rollingUpdate").toString())
                .isEqualTo("{\"maxSurge\":1,\"maxUnavailable\":0}");
        assertThat(Chart.of("gpu").the("Deployment").at("/spec/strategy/rollingUpdate").toString())
                .isEqualTo("{\"maxSurge\":0,\"maxUnavailable\":1}");
    }

    @Test
    void aRebalanceTakesNoPodFromItsCallersWhileOneThatStartsWaitsForItsFirst() {
        JsonNode probe = Chart.of("minimal").the("Deployment")
                .at("/spec/template/spec/containers/0/readinessProbe");

        assertThat(probe.path("periodSeconds").asInt() * probe.path("failureThreshold").asInt())
                .as("seconds; with group.protocol=streams a rebalance takes two heartbeats of five").isBetween(20, 60);
        assertThat(probe.at("/httpGet/path").asText()).isEqualTo("/health/ready");
    }

    @ParameterizedTest
    @CsvSource({"minimal, 45", "static, 210"})
    void whoStopsHasTimeForTheBatchAndForClosing(String set, int seconds) {
        assertThat(workload(Chart.of(set)).at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
                .isEqualTo(seconds);
    }

    @Test
    void aGpuIsAskedForAndUsed() {
        Chart chart = Chart.of("gpu");
        JsonNode pod = chart.the("Deployment").at("/spec/template/spec");

        assertThat(pod.at("/containers/0/resources/limits").toString())
                .isEqualTo("{\"memory\":\"12Gi\",\"nvidia.com/gpu\":1}");
        assertThat(chart.the("ConfigMap").at("/data/SHELVER_PROVIDERS").asText()).isEqualTo("cuda,cpu");
        assertThat(pod.at("/nodeSelector/nvidia.com~1gpu.present").asText()).isEqualTo("true");
        assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("nvidia.com/gpu");
        assertThat(pod.at("/priorityClassName").asText()).isEqualTo("streaming");
    }

    @Test
    void kedaScalesByLagUpToThePartitions() {
        Chart chart = Chart.of("keda");

        assertThat(chart.the("Deployment").path("spec").has("replicas")).isFalse();
        assertThat(chart.the("ScaledObject").path("spec").toString()).isEqualTo(
                """
                        {"scaleTargetRef":{"name":"shelver"},"minReplicaCount":1,"maxReplicaCount":12,\
                        "advanced":{"horizontalPodAutoscalerConfig":{"behavior":{"scaleDown":{"stabilizationWindowSeconds":300}}}},\
                        "triggers":[{"type":"kafka","metadata":{"bootstrapServers":"kafka:9092","consumerGroup":"shelver-blue",\
                        "topic":"product-uploads","lagThreshold":"200","offsetResetPolicy":"earliest",\
                        "limitToPartitionsWithLag":"true","version":"2.8.0"},"authenticationRef":{"name":"kafka-lag"}}]}""");
        assertThat(
                Chart.of("keda").set("keda.maxReplicas", "8").the("ScaledObject").at("/spec/maxReplicaCount").asInt())
                .isEqualTo(8);
    }

    @Test
    void staticMembersAreNamedAfterTheirPods() {
        Chart chart = Chart.of("static");
        JsonNode set = chart.the("StatefulSet");

        assertThat(set.at("/spec/template/spec/containers/0/env").toString()).isEqualTo(
                "[{\"name\":\"KAFKA_GROUP_INSTANCE_ID\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"metadata.name\"}}}]");
        assertThat(chart.the("ConfigMap").at("/data/KAFKA_SESSION_TIMEOUT_MS").asText()).isEqualTo("120000");
        assertThat(set.at("/spec/serviceName").asText())
                .isEqualTo(chart.the("Service", "shelver-pods").at("/metadata/name").asText());
        assertThat(chart.all("Deployment")).isEmpty();
    }

    @Test
    void aSessionOfOnesOwnLengthIsKept() {
        assertThat(Chart.of("static").set("kafka.KAFKA_SESSION_TIMEOUT_MS", "60000").the("ConfigMap")
                .at("/data/KAFKA_SESSION_TIMEOUT_MS").asText()).isEqualTo("60000");
    }

    @Test
    void nothingGoesOutButToNamesBrokersAndPublicAddresses() {
        JsonNode policy = Chart.of("minimal").the("NetworkPolicy").path("spec");

        assertThat(policy.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(ports(policy.path("egress"))).containsExactly("[53, 53]", "[9092]", "[443]");
        assertThat(policy.at("/ingress/0/from")).singleElement().satisfies(peer -> assertThat(peer
                .at("/podSelector/matchLabels/app.kubernetes.io~1component").asText()).isEqualTo("test"));
    }

    @Test
    void withoutLinksNothingGoesToTheInternet() {
        JsonNode policy = Chart.of("closed").the("NetworkPolicy").path("spec");

        assertThat(ports(policy.path("egress"))).containsExactly("[53, 53]", "[9092]");
        assertThat(policy.toString()).doesNotContain("0.0.0.0/0");
    }

    @Test
    void everyPeerHasItsRule() {
        JsonNode policy = Chart.of("everything").the("NetworkPolicy").path("spec");

        assertThat(ports(policy.path("egress"))).containsExactly("[53, 53]", "[9093, 9094]", "[9000]",
                "[443, 80, 8443]", "[443]");
        assertThat(policy.at("/egress/1/to").toString()).contains("\"kafka\"");
        assertThat(policy.at("/egress/2/to").toString()).contains("\"storage\"");
        assertThat(policy.at("/egress/3/to").findValuesAsText("cidr")).containsExactly("0.0.0.0/0", "64:ff9b::/96",
                "2000::/3", "10.1.0.0/16", "fd00::7/128");
        assertThat(policy.at("/ingress/0/from").toString()).contains("upload-form", "monitoring");
    }

    @Test
    void theRegistryHasARuleWhereThereIsOne() {
        JsonNode policy = Chart.of("secured").the("NetworkPolicy").path("spec");

        assertThat(ports(policy.path("egress"))).containsExactly("[53, 53]", "[9093]", "[443]", "[443]");
        assertThat(policy.at("/egress/2/to").findValuesAsText("cidr")).containsExactly("10.20.1.7/32");
    }

    @Test
    void alertsAndDashboardAreTheFilesThatTheMetersMake() throws Exception {
        Path files = Chart.FOLDER.resolve("files");
        Path dashboard = files.resolve("dashboard.json");
        Chart chart = Chart.of("everything");

        assertThat(chart.the("PrometheusRule").at("/spec/groups"))
                .isEqualTo(new YAMLMapper().readTree(files.resolve("alerts.yaml").toFile()).path("groups"));
        assertThat(chart.the("ConfigMap", "shelver-dashboard").at("/data/shelver.json").asText())
                .isEqualTo(Files.exists(dashboard) ? Files.readString(dashboard) : "");
        assertThat(chart.the("ConfigMap", "shelver-dashboard").at("/metadata/labels/grafana_dashboard").asText())
                .isEqualTo("1");
    }

    @Test
    void prometheusAsksEveryPodOnce() {
        JsonNode monitor = Chart.of("everything").the("ServiceMonitor");
        List<JsonNode> services = Chart.of("everything").set("staticMembership", "true").all("Service");

        assertThat(monitor.at("/spec/endpoints/0").toString())
                .isEqualTo("{\"port\":\"http\",\"path\":\"/metrics\",\"interval\":\"15s\"}");
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        // The headless service of a StatefulSet has the same pods.
        assertThat(services).filteredOn(service -> monitor.at("/spec/selector/matchLabels").properties().stream()
                .allMatch(label -> label.getValue().equals(service.at("/metadata/labels").get(label.getKey()))))
                .singleElement().satisfies(service -> assertThat(service.at("/metadata/name").asText())
                        .isEqualTo("shelver"));
    }

    @Test
    void theTopicsAreMadeBeforeAnythingElseIsThere() {
        JsonNode job = Chart.of("everything").the("Job");
        JsonNode container = job.at("/spec/template/spec/containers/0");
        TreeSet<String> variables = new TreeSet<>(container.path("env").findValuesAsText("name"));

        assertThat(job.at("/metadata/annotations/was.helm.sh~1hook").asText()).isEqualTo("pre-install,pre-upgrade");
        assertThat(container.path("args").toString()).isEqualTo("[\"topics\"]");
        assertThat(job.at("/spec/template/spec/volumes").findValuesAsText("secretName")).contains("shelver-topics")
                .doesNotContain("shelver");
        assertThat(job.at("/spec/template/spec").has("serviceAccountName")).isFalse();
        assertThat(variables).contains("SHELVER_BOOTSTRAP_SERVERS", "SHELVER_MAX_UPLOAD_BYTES",
                "KAFKA_SECURITY_PROTOCOL");
        assertThat(Chart.of("everything").the("Deployment").at("/spec/template/spec/volumes")
                .findValuesAsText("secretName")).contains("shelver").doesNotContain("shelver-topics");
    }

    @ParameterizedTest
    @MethodSource("io.shelver.helm.Chart#sets")
    void theNotesAreThreeCommandsOfThisRelease(String set) {
        List<String> commands = Chart.of(set).the("Notes").path("text").asText().lines()
                .filter(line -> line.startsWith("  ")).toList();

        assertThat(commands).hasSize(4).allSatisfy(command -> assertThat(command).containsAnyOf("-n shop", "curl"));
        assertThat(commands.get(1)).contains(set.equals("static") ? "statefulset/shelver" : "deployment/shelver");
        assertThat(commands.get(2)).contains(set.matches("minimal|closed") ? "'http://" : "Authorization: Bearer");
    }

    @Test
    void aReleaseOfAnotherNameDoesNotTakeTheNamesOfTheFirst() {
        assertThat(Chart.of("minimal").named("blue").the("Deployment").at("/metadata/name").asText())
                .isEqualTo("blue-shelver");
    }

    private static String checksum(Chart chart) {
        return chart.the("Deployment").at("/spec/template/metadata/annotations/checksum~1config").asText();
    }

    private static JsonNode workload(Chart chart) {
        return chart.render().stream().filter(one -> one.path("kind").asText().matches("Deployment|StatefulSet"))
                .findFirst().orElseThrow();
    }

    private static List<String> ports(JsonNode rules) {
        return StreamSupport.stream(rules.spliterator(), false)
                .map(rule -> rule.path("ports").findValuesAsText("port").toString()).toList();
    }
}
