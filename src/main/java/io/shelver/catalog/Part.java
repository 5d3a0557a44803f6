// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.util.Locale;

/** The parts of a listing. */
public enum Part {
    TITLE,
    DESCRIPTION,
    IMAGE;

    /** The name of the part in reports, such as {@code title}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
