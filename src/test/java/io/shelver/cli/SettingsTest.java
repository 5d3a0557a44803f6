// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.inference.Provider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void withoutAnySettingTheDefaultsHold() {
        ModelSettings settings = ModelSettings.from(Map.of());

        assertThat(settings.bundle()).isEqualTo(Path.of("models/bundles/fashion"));
        assertThat(settings.providers()).containsExactly(Provider.CPU);
        assertThat(settings.providerFallback()).isFalse();
        assertThat(settings.modelThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.errorTarget()).isEmpty();
        assertThat(settings.batchDeadline()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void valuesComeFromTheEnvironment() {
        ModelSettings settings = ModelSettings
                .from(Map.of("SHELVER_PROVIDERS", "cuda, cpu", "SHELVER_PROVIDER_FALLBACK", "true",
                        "SHELVER_MODEL_THREADS", "3", "SHELVER_ERROR_TARGET", "0.05", "PATH", "elsewhere"));

        assertThat(settings.providers()).isEqualTo(List.of(Provider.CUDA, Provider.CPU));
        assertThat(settings.providerFallback()).isTrue();
        assertThat(settings.modelThreads()).isEqualTo(3);
        assertThat(settings.errorTarget()).hasValue(0.05);
    }

    @Test
    void allMistakesAreReportedTogether() {
        Map<String, String> environment = Map.of("SHELVER_PROVIDERS", "gpu", "SHELVER_PROVIDER_FALLBACK", "perhaps",
                "SHELVER_MODEL_THREADS", "-1",
                "SHELVER_ERROR_TARGET", "2", "SHELVER_BUNDEL", "x");

        assertThatThrownBy(() -> ModelSettings.from(environment)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("SHELVER_BUNDEL is no setting").hasMessageContaining("SHELVER_PROVIDERS is 'gpu'")
                .hasMessageContaining("SHELVER_PROVIDER_FALLBACK is 'perhaps', legal is: true or false")
                .hasMessageContaining("SHELVER_MODEL_THREADS is '-1', legal is: 0 to 256")
                .hasMessageContaining("SHELVER_ERROR_TARGET is '2'");
    }

    @Test
    void kafkasOwnSettingsPassUnderTheNamesThatKafkasImageGivesThem() {
        Map<String, String> environment = Map.of("KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_CONSUMER_MAX_POLL_RECORDS", "7", "KAFKA_SASL_LOGIN_SOME__NAME___HERE", "x",
                "KAFKA_ODD____NAME", "y", "SHELVER_APPLICATION_ID", "z");

        assertThat(StreamOptions.from(environment, Optional.of("nowhere:1")).stream().overrides()).isEqualTo(
                Map.of("security.protocol", "SASL_SSL", "consumer.max.poll.records", "7",
                        "sasl.login.some_name-here", "x", "odd____name", "y"));
    }
}
