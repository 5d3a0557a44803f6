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

/** The settings of the HTTP server. */
final class HttpVariables {
    private static final Logger LOG = LoggerFactory.getLogger(HttpVariables.class);
    private static final String NONE = "none";
    /** Stands for a port that was a mistake. */
    private static final int UNKNOWN = 0;

    private HttpVariables() {
    }

    /** Empty: no server is wanted. */
    static Optional<HttpSettings> read(Environment environment, int maxUploadBytes, Duration deadline) {
        Optional<Integer> port = environment.parsed(Setting.SHELVER_HTTP_PORT, Optional.of(UNKNOWN),
                value -> value.equals(NONE) ? Optional.empty() : port(Integer.parseInt(value)));
        boolean onLoopback = environment.parsed(Setting.SHELVER_HTTP_HOST, true, HttpVariables::isLoopback);
        Tokens tokens = environment.parsed(Setting.SHELVER_HTTP_TOKENS, Tokens.none(),
                value -> tokens(value, onLoopback || port.isEmpty()));
        return port.map(number -> new HttpSettings(environment.text(Setting.SHELVER_HTTP_HOST), number, tokens,
                maxUploadBytes, deadline));
    }

    private static Optional<Integer> port(int number) {
        if (number < 0 || number > 65_535) {
            throw new NumberFormatException();
        }
        return Optional.of(number);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host is known", e);
        }
    }

    private static Tokens tokens(String value, boolean mayBeOpen) {
        if (value.equals(NONE)) {
            return Tokens.none();
        }
        if (!value.isEmpty()) {
            Path file = Path.of(value);
            Tokens tokens = Tokens.read(file);
            warnIfOthersRead(file);
            return tokens;
        }
        if (!mayBeOpen) {
            throw new IllegalArgumentException(
                    "SHELVER_HTTP_HOST is not loopback, so others can ask: name a file of tokens, or say 'none' to let anybody");
        }
        return Tokens.none();
    }

    private static void warnIfOthersRead(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("{} can be read by every user of this machine: chmod o-r {}", file, file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Not every file system knows; the tokens themselves were read.
            LOG.debug("the permissions of {} are not known", file);
        }
    }
}
