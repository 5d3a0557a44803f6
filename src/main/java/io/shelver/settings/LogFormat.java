// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import java.util.Locale;
import java.util.Map;

/** How lines of the log look. */
public enum LogFormat {
    TEXT,
    JSON;

    /** What {@code logback.xml} reads. */
    private static final String PROPERTY = "shelver.log.format";

    /**
     * Chooses the format before the first logger is made, when no setting has been judged yet: what is not legal logs as text,
     * and whoever reads the settings says so beside all other mistakes.
     */
    public static void choose(Map<String, String> environment) {
        String wanted = environment.getOrDefault(Setting.SHELVER_LOG_FORMAT.name(), "").strip();
        System.setProperty(PROPERTY, (wanted.equals(JSON.key()) ? JSON : TEXT).key());
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
