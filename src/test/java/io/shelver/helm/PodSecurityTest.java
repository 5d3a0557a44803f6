// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PodSecurityTest {

    @ParameterizedTest
    @MethodSource("io.shelver.helm.Chart#sets")
    void everyPodIsRestricted(String set) {
        assertThat(pods(set)).hasSizeGreaterThan(1)
                .allSatisfy(pod -> assertThat(PodSecurity.violations(pod)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.shelver.helm.Chart#sets")
    void everyPodDoesWithoutMoreThanTheStandardAsks(String set) {
        assertThat(pods(set)).allSatisfy(pod -> {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            // Kubernetes would add variables such as SHELVER_SERVICE_HOST, and the service rejects unknown settings.
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(pod.at("/containers/0/resources/limits/memory").asText()).isNotEmpty();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
        });
    }

    @Test
    void onlyTheTemporaryFolderCanBeWritten() {
        JsonNode pod = Chart.of("secured").the("Deployment").at("/spec/template/spec");

        assertThat(pod.at("/containers/0/volumeMounts")).filteredOn(mount -> !mount.path("readOnly").asBoolean())
                .extracting(mount -> mount.path("mountPath").asText()).containsExactly("/tmp");
        assertThat(pod.at("/volumes/0").toString())
                .isEqualTo("{\"name\":\"tmp\",\"emptyDir\":{\"sizeLimit\":\"1Gi\"}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /                               | hostNetwork              | true                                 | Host Namespaces
            /                               | volumes                  | [{"name":"x","hostPath":{}}]         | Volume Types
            /                               | volumes                  | [{"name":"x","nfs":{}}]              | Volume Types
            /securityContext                | runAsNonRoot             | false                                | Running as Non-root
            /securityContext                | runAsUser                | 0                                    | Running as Non-root user
            /securityContext                | seccompProfile           | {"type":"Unconfined"}                | Seccomp
            /securityContext                | sysctls                  | [{"name":"kernel.msgmax"}]           | Sysctls
            /securityContext                | seLinuxOptions           | {"user":"x"}                         | SELinux
            /containers/0                   | ports                    | [{"hostPort":80}]                    | Host Ports
            /containers/0                   | livenessProbe            | {"httpGet":{"host":"elsewhere"}}     | Host Probes / Lifecycle Hooks
            /containers/0/securityContext   | allowPrivilegeEscalation | true                                 | Privilege Escalation
            /containers/0/securityContext   | allowPrivilegeEscalation | null                                 | Privilege Escalation
            /containers/0/securityContext   | privileged               | true                                 | Privileged Containers
            /containers/0/securityContext   | runAsNonRoot             | false                                | Running as Non-root
            /containers/0/securityContext   | capabilities             | {"drop":["KILL"]}                    | Capabilities
            /containers/0/securityContext   | capabilities             | {"drop":["ALL"],"add":["SYS_TIME"]}  | Capabilities
            /containers/0/securityContext   | procMount                | "Unmasked"                           | /proc Mount Type
            /containers/0/securityContext   | appArmorProfile          | {"type":"Unconfined"}                | AppArmor
            """)
    void aPodThatIsNotIsFound(String where, String name, String value, String control) throws Exception {
        ObjectNode pod = Chart.of("minimal").the("Deployment").at("/spec/template/spec").deepCopy();
        ObjectNode changed = where.equals("/") ? pod : (ObjectNode) pod.at(where);
        JsonNode planted = new ObjectMapper().readTree(value);

        if (planted.isNull()) {
            changed.remove(name);
        } else {
            changed.set(name, planted);
        }

        assertThat(PodSecurity.violations(pod)).containsExactly(control);
    }

    private static List<JsonNode> pods(String set) {
        return Chart.of(set).render().stream().flatMap(manifest -> switch (manifest.path("kind").asText()) {
            case "Pod" -> Stream.of(manifest.path("spec"));
            case "Deployment", "StatefulSet", "Job" -> Stream.of(manifest.at("/spec/template/spec"));
            default -> Stream.of();
        }).toList();
    }
}
