// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import java.util.List;

/** The settings have mistakes. The message lists all of them. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingsException(List<String> mistakes) {
        super("the settings cannot be used:\n"
                + String.join("\n", mistakes.stream().map(mistake -> "  - " + mistake).toList()));
    }
}
