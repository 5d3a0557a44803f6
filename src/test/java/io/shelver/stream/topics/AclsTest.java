// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.Streams;
import io.shelver.stream.kafka.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.Test;

class AclsTest {
    private static final StreamSettings SETTINGS = Streams.plain("kafka:9092");
    private static final Pattern COMMAND = Pattern.compile(
            "kafka-acls\\.sh --bootstrap-server kafka:9092 --command-config admin\\.properties --add"
                    + " --allow-principal User:(?<principal>\\S+)(?<operations>( --operation \\w+)+)"
                    + "(?<prefixed> --resource-pattern-type prefixed)? --(?<type>topic|group|transactional-id) (?<name>\\S+)");

    @Test
    void theCommandsSayWhatTheListSays() {
        assertThat(Acls.commands(SETTINGS).stream().map(AclsTest::parsed)).isEqualTo(Acls.of(SETTINGS));
    }

    @Test
    void theDocumentHasExactlyTheseRows() throws IOException {
        List<String> rows = Files.readAllLines(Path.of(".github", "SECURITY.md")).stream()
                .filter(line -> line.matches("\\| `[a-z-]+` \\| (topic|group|transactional id) .*")).toList();

        assertThat(rows).containsExactlyElementsOf(Acls.of(SETTINGS).stream().map(Grant::row).toList());
    }

    private static Grant parsed(String command) {
        Matcher matcher = COMMAND.matcher(command);
        assertThat(matcher.matches()).as(command).isTrue();
        Principal principal = List.of(Principal.values()).stream()
                .filter(one -> one.key().equals(matcher.group("principal"))).findFirst().orElseThrow();
        ResourceType type = ResourceType
                .valueOf(matcher.group("type").replace('-', '_').toUpperCase(Locale.ROOT));
        List<AclOperation> operations = List.of(matcher.group("operations").strip().split(" ?--operation ")).stream()
                .filter(name -> !name.isEmpty()).map(SecurityUtils::operation).toList();
        return new Grant(principal, new ResourcePattern(type, matcher.group("name"),
                matcher.group("prefixed") == null ? PatternType.LITERAL : PatternType.PREFIXED), operations);
    }
}
