// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

/** The scheme of a link, which says how to fetch its picture. */
public enum Scheme {
    HTTPS(443),
    HTTP(80),
    S3(443);

    private final int port;

    Scheme(int port) {
        this.port = port;
    }

    /** The port of a link that names none. */
    int port() {
        return port;
    }
}
