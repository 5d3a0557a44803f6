// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.stream.format.RegistrySettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceSettingsTest {

    @Test
    void withoutAnUrlThereIsNoRegistry() {
        assertThat(options(Map.of()).registry()).isEmpty();
    }

    @Test
    void aRegistryIsAskedByApicuriosSerdesUnlessOthersAreNamed() {
        String url = "https://registry:8443/apis/registry/v3";

        assertThat(options(Map.of("SHELVER_REGISTRY_URL", url)).registry()).contains(new RegistrySettings(url,
                RegistrySettings.APICURIO_SERIALIZER, RegistrySettings.APICURIO_DESERIALIZER));
        assertThat(options(Map.of("SHELVER_REGISTRY_URL", url, "SHELVER_EVENT_SERIALIZER", "com.example.Writer",
                "SHELVER_EVENT_DESERIALIZER", "com.example.Reader")).registry())
                .contains(new RegistrySettings(url, "com.example.Writer", "com.example.Reader"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry:8080", "ftp://me:secret@registry", "http://", "http://me:secret@regi stry",
            "mock://x"})
    void anUrlThatIsNoneIsAMistakeAndItsPasswordIsNotShown(String url) {
        assertThatThrownBy(() -> options(Map.of("SHELVER_REGISTRY_URL", url, "SHELVER_EVENT_SERIALIZER", "a b")))
                .isInstanceOf(SettingsException.class).hasMessageContaining("SHELVER_REGISTRY_URL is '")
                .hasMessageContaining("SHELVER_EVENT_SERIALIZER is 'a b'").hasMessageNotContaining("secret");
    }

    private static ServiceSettings options(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("SHELVER_BOOTSTRAP_SERVERS", "kafka:9092"));
        environment.putAll(more);
        return ServiceSettings.from(environment, Optional.empty());
    }

    @Test
    void aRequiredSettingThatIsNotLegalIsOneMistakeAndNotTwo() {
        Map<String, String> environment = Map.of("SHELVER_BOOTSTRAP_SERVERS", "nonsense", "SHELVER_LINK_SCHEMES", "s3",
                "SHELVER_S3_BUCKETS", "A_B");

        assertThatThrownBy(() -> ServiceSettings.from(environment, Optional.empty()))
                .isInstanceOf(SettingsException.class)
                .message().hasLineCount(3).contains("SHELVER_BOOTSTRAP_SERVERS is 'nonsense'",
                        "SHELVER_S3_BUCKETS is 'A_B'");
    }
}
