// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.http.HttpSettings;
import io.shelver.http.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the variables SHELVER_HTTP_*. */
final class HttpVariables {
    private static final Logger LOG = LoggerFactory.getLogger(HttpVariables.class);
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
        warnIfOthersRead(file);
        return tokens;
    }

    private static void warnIfOthersRead(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("every user of this machine can read the tokens in {}: run chmod o-r {}", file, file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Some file systems have no permissions. The tokens were read all the same.
            LOG.debug("the permissions of {} cannot be read", file, e);
        }
    }
}
