// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.inference.Provider;
import io.shelver.testing.KeyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @Test
    void withoutAnySettingTheDefaultsHold() {
        ModelSettings settings = ModelSettings.from(Map.of());

        assertThat(settings.bundle()).isEqualTo(Path.of("models/bundles/fashion"));
        assertThat(settings.bundleKeys()).hasToString("no keys");
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
    void keysAreReadFromAFileOrAFolder(@TempDir Path folder) throws Exception {
        KeyFiles keys = KeyFiles.draw(folder.resolve("private"), "one");
        Path trusted = Files.createDirectory(folder.resolve("public"));
        Files.copy(keys.publicKey(), trusted.resolve("one.pem"));
        Files.copy(KeyFiles.draw(folder.resolve("private"), "two").publicKey(), trusted.resolve("two.pem"));

        assertThat(ModelSettings.from(Map.of("SHELVER_BUNDLE_KEYS", keys.publicKey().toString())).bundleKeys())
                .hasToString("1 key");
        assertThat(ModelSettings.from(Map.of("SHELVER_BUNDLE_KEYS", trusted.toString())).bundleKeys())
                .hasToString("2 keys");
    }

    @Test
    void allMistakesAreReportedTogether() {
        Map<String, String> environment = Map.of("SHELVER_PROVIDERS", "gpu", "SHELVER_PROVIDER_FALLBACK", "perhaps",
                "SHELVER_MODEL_THREADS", "-1",
                "SHELVER_ERROR_TARGET", "2", "SHELVER_BUNDEL", "x", "SHELVER_BUNDLE_KEYS", "nowhere.pem");

        assertThatThrownBy(() -> ModelSettings.from(environment)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("SHELVER_BUNDEL is no setting").hasMessageContaining("SHELVER_PROVIDERS is 'gpu'")
                .hasMessageContaining("SHELVER_PROVIDER_FALLBACK is 'perhaps', legal is: true or false")
                .hasMessageContaining("SHELVER_MODEL_THREADS is '-1', legal is: 0 to 256")
                .hasMessageContaining("SHELVER_ERROR_TARGET is '2'")
                .hasMessageContaining("SHELVER_BUNDLE_KEYS is 'nowhere.pem': no keys can be read");
    }
}
