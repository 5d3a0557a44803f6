// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.util.Map;

/** Stands in every response: a browser runs nothing of it, frames nothing of it and keeps nothing of it. */
final class SecurityHeaders {
    static final String POLICY = "Content-Security-Policy";
    private static final String NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static final Map<String, String> ALL = Map.of("X-Content-Type-Options", "nosniff", "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer", POLICY, NOTHING);

    private SecurityHeaders() {
    }

    /** A page may have this one style, which stands in it. */
    static String policyWithStyle(String sha256) {
        return NOTHING + "; style-src 'sha256-" + sha256 + "'";
    }
}
