// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import java.util.Map;

/** The security headers of every response. They keep browsers from running, framing and caching it. */
final class SecurityHeaders {
    static final String POLICY = "Content-Security-Policy";
    private static final String NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static final Map<String, String> ALL = Map.of("X-Content-Type-Options", "nosniff", "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer", POLICY, NOTHING);

    private SecurityHeaders() {
    }

    /**
     * The policy of a page with one inline style.
     *
     * @param sha256
     *            the SHA-256 of the style, in base64
     */
    static String policyWithStyle(String sha256) {
        return NOTHING + "; style-src 'sha256-" + sha256 + "'";
    }
}
