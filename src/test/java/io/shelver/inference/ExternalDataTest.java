// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.shelver.bundle.Bundle;
import io.shelver.bundle.BundleException;
import io.shelver.testing.OnnxMessages;
import io.shelver.testing.TinyBundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ONNX Runtime does with a graph that names another file. A graph that it opened by name may read from its own
 * folder only. A graph that it got as bytes may read everything below the working directory, so nothing but our own
 * check prevents that.
 */
class ExternalDataTest {
    private static final byte[] SECRET = "pass".getBytes(StandardCharsets.US_ASCII);

    private Path secret;

    @BeforeEach
    void putASecretBelowTheWorkingDirectory() throws Exception {
        secret = Files.write(Files.createTempFile(Path.of("target"), "secret", ".bin"), SECRET);
    }

    @AfterEach
    void removeIt() throws Exception {
        Files.delete(secret);
    }

    @Test
    void unguardedAGraphReadsFilesThatAreNoneOfItsBusiness() throws Exception {
        assertThat(read(graph(secret.toString()))).isEqualTo(SECRET);
    }

    @Test
    void theRuntimeItselfRefusesPathsThatLeadUpOrFromTheRoot() {
        assertThatThrownBy(() -> read(graph("../" + secret))).isInstanceOf(OrtException.class)
                .hasMessageContaining("escapes");
        assertThatThrownBy(() -> read(graph(secret.toAbsolutePath().toString()))).isInstanceOf(OrtException.class)
                .hasMessageContaining("Absolute path not allowed");
    }

    @Test
    void aBundleWithThatGraphIsNotOpened(@TempDir Path folder) throws Exception {
        TinyBundle.copyTo(folder);
        TinyBundle.replace(folder, "fusion.onnx", graph(secret.toString()));

        assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(BundleException.class)
                .hasMessageContaining("fusion.onnx keeps the tensor 'w' of an initializer in another file");
    }

    private static byte[] graph(String location) {
        return OnnxMessages.model(OnnxMessages.graph().message(5, OnnxMessages.externalTensor("w", location)).message(1,
                OnnxMessages.node("Identity", "", "w", "scores"))).encoded();
    }

    private static Object read(byte[] graph) throws OrtException {
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(graph);
                OrtSession.Result result = session.run(Map.of())) {
            return result.get(0).getValue();
        }
    }
}
