// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.http.HttpSettings;
import io.shelver.http.Tokens;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads the variables SHELVER_HTTP_*. */
final class HttpVariables {
    private static final String ANYBODY = "none";

    private HttpVariables() {
    }

    /** Empty if no server is wanted. */
    static Optional<HttpSettings> read(Environment environment, int maxUploadBytes, Duration deadline) {
        Optional<Integer> port = environment.optional(Setting.SHELVER_HTTP_PORT, Integer.class);
        InetAddress address = environment.value(Setting.SHELVER_HTTP_HOST, InetAddress.class);
        Optional<Tokens> tokens = environment.optional(Setting.SHELVER_HTTP_TOKENS, Tokens.class);
        if (port.isPresent() && !address.isLoopbackAddress()
                && environment.given(Setting.SHELVER_HTTP_TOKENS).isEmpty()) {
            environment.mistake(Setting.SHELVER_HTTP_TOKENS,
                    "SHELVER_HTTP_HOST is not loopback, so others can ask: name a file of tokens, or say 'none' to let anybody");
        }
        return port.map(number -> new HttpSettings(environment.given(Setting.SHELVER_HTTP_HOST), number,
                tokens.orElse(Tokens.none()), maxUploadBytes, deadline));
    }

    static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host is known", e);
        }
    }

    static Tokens tokens(String value) {
        if (value.equals(ANYBODY)) {
            return Tokens.none();
        }
        Path file = Path.of(value);
        Tokens tokens = Tokens.read(file);
        SecretFiles.warnIfOthersRead(file);
        return tokens;
    }
}
