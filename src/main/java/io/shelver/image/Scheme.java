// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

/** How a link says where its picture is. */
public enum Scheme {
    HTTPS(443),
    HTTP(80),
    S3(443);

    private final int port;

    Scheme(int port) {
        this.port = port;
    }

    /** Of a link that names none. */
    int port() {
        return port;
    }
}
