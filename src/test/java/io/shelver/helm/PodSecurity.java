// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The profile "restricted" of Kubernetes' Pod Security Standards (kubernetes.io/docs/concepts/security/pod-security-standards),
 * control by control, including those of "baseline". Its text does not mention image volumes, but Kubernetes allows them since 1.33
 * (kubernetes/kubernetes#130394). A field may be missing if the profile lets it.
 */
final class PodSecurity {
    private static final Set<String> VOLUMES = Set.of("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral",
            "persistentVolumeClaim", "projected", "secret", "image");
    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");
    private static final Set<String> SYSCTLS = Set.of("kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
            "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes");

    private final List<String> violations = new ArrayList<>();

    private PodSecurity() {
    }

    /** @return the controls that the spec of a pod violates */
    static List<String> violations(JsonNode pod) {
        PodSecurity standard = new PodSecurity();
        standard.pod(pod);
        Stream.of("initContainers", "containers", "ephemeralContainers").flatMap(kind -> elements(pod.path(kind)))
                .forEach(container -> standard.container(pod, container));
        return standard.violations;
    }

    private void pod(JsonNode pod) {
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            require("Host Namespaces", !pod.path(host).asBoolean());
        }
        JsonNode context = pod.path("securityContext");
        require("HostProcess", !context.at("/windowsOptions/hostProcess").asBoolean());
        require("SELinux", seLinux(context));
        require("AppArmor", !context.at("/appArmorProfile/type").asText().equals("Unconfined"));
        require("Sysctls",
                elements(context.path("sysctls")).allMatch(one -> SYSCTLS.contains(one.path("name").asText())));
        elements(pod.path("volumes")).forEach(volume -> volume.fieldNames().forEachRemaining(
                type -> require("Volume Types", type.equals("name") || VOLUMES.contains(type))));
    }

    private void container(JsonNode pod, JsonNode container) {
        JsonNode context = container.path("securityContext");
        JsonNode ofPod = pod.path("securityContext");
        require("HostProcess", !context.at("/windowsOptions/hostProcess").asBoolean());
        require("Privileged Containers", !context.path("privileged").asBoolean());
        require("Host Ports", elements(container.path("ports")).allMatch(port -> port.path("hostPort").asInt() == 0));
        require("Host Probes / Lifecycle Hooks", container.findValues("host").isEmpty());
        require("AppArmor", !context.at("/appArmorProfile/type").asText().equals("Unconfined"));
        require("SELinux", seLinux(context));
        require("/proc Mount Type", context.path("procMount").asText("Default").equals("Default"));
        require("Seccomp", SECCOMP.contains(context.at("/seccompProfile/type")
                .asText(ofPod.at("/seccompProfile/type").asText())));
        require("Privilege Escalation", context.has("allowPrivilegeEscalation")
                && !context.path("allowPrivilegeEscalation").asBoolean());
        require("Running as Non-root", context.path("runAsNonRoot").asBoolean(ofPod.path("runAsNonRoot").asBoolean()));
        require("Running as Non-root user", context.path("runAsUser").asInt(ofPod.path("runAsUser").asInt(-1)) != 0);
        require("Capabilities", elements(context.at("/capabilities/drop")).anyMatch(one -> one.asText().equals("ALL"))
                && elements(context.at("/capabilities/add")).allMatch(one -> one.asText().equals("NET_BIND_SERVICE")));
    }

    private static boolean seLinux(JsonNode context) {
        JsonNode options = context.path("seLinuxOptions");
        return Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
                .contains(options.path("type").asText()) && !options.has("user") && !options.has("role");
    }

    private void require(String control, boolean kept) {
        if (!kept) {
            violations.add(control);
        }
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
