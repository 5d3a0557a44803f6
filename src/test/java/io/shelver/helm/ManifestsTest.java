// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks every manifest of every set of values against the schemas of Kubernetes and of the operators that read it. */
class ManifestsTest {

    @ParameterizedTest
    @MethodSource("io.shelver.helm.Chart#sets")
    void everyManifestIsOneThatItsReaderKnows(String set) {
        assertThat(Chart.of(set).render()).hasSizeGreaterThan(5)
                .filteredOn(manifest -> !manifest.path("kind").asText().matches("Notes|ScaledObject"))
                .allSatisfy(
                        manifest -> assertThat(KubernetesSchemas.mistake(manifest)).as(manifest.toString()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.shelver.helm.Chart#sets")
    void everySetIsWithoutLint(String set) {
        LintResult lint = Chart.of(set).lint();

        assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
        assertThat(lint.getMessages()).containsExactly("[INFO] Chart.yaml: icon is recommended");
    }

    @Test
    void theChartAloneIsWithoutLint() {
        assertThat(Chart.withDefaults().lint().getMessages()).containsExactly("[INFO] Chart.yaml: icon is recommended");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment          | /spec/template/spec              | enableServiceLink | true  | enableServiceLink
            Deployment          | /spec/template/spec/containers/0 | probe             | x     | probe
            Deployment          | /spec                            | replicas          | "two" | two
            Deployment          | /spec/template/spec              | volumes           | {}    | JsonArray
            NetworkPolicy       | /spec                            | egres             | []    | egres
            PodDisruptionBudget | /spec                            | minAvailble       | 1     | minAvailble
            KafkaTopic          | /spec                            | partition         | 3     | partition
            KafkaTopic          | /spec                            | partitions        | "six" | six
            KafkaUser           | /spec/authorization/acls/0       | operation         | "All" | operation
            ServiceMonitor      | /spec/endpoints/0                | intervall         | "1s"  | intervall
            PrometheusRule      | /spec                            | group             | []    | group
            """)
    void aPlantedMistakeIsFound(String kind, String where, String name, String value, String named) throws Exception {
        ObjectNode manifest = planted(kind);

        ((ObjectNode) manifest.at(where)).set(name, value.equals("x")
                ? manifest.textNode("x")
                : new ObjectMapper().readTree(value));

        assertThat(KubernetesSchemas.mistake(manifest).orElse("nothing")).contains(named);
    }

    @ParameterizedTest
    @CsvSource({"Deployment, /spec, selector", "Deployment, /spec/template/spec, containers",
            "Deployment, /spec/template/spec/containers/0, name", "NetworkPolicy, /spec/egress/1/to/0/ipBlock, cidr"})
    void whatIsMissingIsFound(String kind, String where, String name) {
        ObjectNode manifest = planted(kind);

        ((ObjectNode) manifest.at(where)).remove(name);

        assertThat(KubernetesSchemas.mistake(manifest).orElse("nothing")).contains(name);
    }

    private static ObjectNode planted(String kind) {
        JsonNode found = Chart.of(kind.equals("NetworkPolicy") ? "secured" : "everything").all(kind).get(0);
        ObjectNode manifest = found.deepCopy();
        assertThat(KubernetesSchemas.mistake(manifest)).isEmpty();
        return manifest;
    }
}
