// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The release of Shelver that runs. */
final class Release {
    private Release() {
    }

    /** As the build wrote it, such as {@code 0.1.0-SNAPSHOT}. */
    static String version() {
        try (InputStream file = Release.class.getResourceAsStream("release.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
