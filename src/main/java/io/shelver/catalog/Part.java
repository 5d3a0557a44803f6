// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.util.Locale;

/** What a listing is made of; any of them may be missing. */
public enum Part {
    TITLE,
    DESCRIPTION,
    IMAGE;

    /** The name as reports write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
