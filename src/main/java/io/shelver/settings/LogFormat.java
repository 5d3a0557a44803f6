// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import java.util.Locale;
import java.util.Map;

/** The format of the lines in the log. */
public enum LogFormat {
    TEXT,
    JSON;

    /** The property that {@code logback.xml} reads. */
    private static final String PROPERTY = "shelver.log.format";

    /**
     * Chooses the format. This must come before the first logger, and so before the settings are read: an illegal value gives text
     * here, and is reported later with all other mistakes.
     */
    public static void choose(Map<String, String> environment) {
        String wanted = environment.getOrDefault(Setting.SHELVER_LOG_FORMAT.name(), "").strip();
        System.setProperty(PROPERTY, (wanted.equals(JSON.key()) ? JSON : TEXT).key());
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
