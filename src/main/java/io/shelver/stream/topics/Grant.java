// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.utils.SecurityUtils;

/** The operations that a principal may do on a resource. */
public record Grant(Principal principal, ResourcePattern resource, List<AclOperation> operations) {
    public Grant {
        operations = List.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("operations are empty");
        }
    }

    /** A binding for each operation. */
    public List<AclBinding> bindings() {
        return operations.stream().map(operation -> new AclBinding(resource, new AccessControlEntry(
                "User:" + principal.key(), "*", operation, AclPermissionType.ALLOW))).toList();
    }

    String command(String bootstrapServers) {
        return "kafka-acls.sh --bootstrap-server %s --command-config admin.properties --add --allow-principal User:%s %s%s %s %s"
                .formatted(bootstrapServers, principal.key(),
                        operations.stream().map(operation -> "--operation " + SecurityUtils.operationName(operation))
                                .collect(Collectors.joining(" ")),
                        resource.patternType() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "",
                        "--" + resource.resourceType().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        resource.name());
    }

    /** The row in SECURITY.md. */
    String row() {
        return "| `%s` | %s `%s%s` | %s |".formatted(principal.key(),
                resource.resourceType().name().toLowerCase(Locale.ROOT).replace('_', ' '), resource.name(),
                resource.patternType() == PatternType.PREFIXED ? "*" : "",
                operations.stream().map(SecurityUtils::operationName).collect(Collectors.joining(", ")));
    }
}
