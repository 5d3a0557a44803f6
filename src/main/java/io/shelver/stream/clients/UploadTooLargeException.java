// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.clients;

/** The upload has more bytes than its topic takes. */
public final class UploadTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UploadTooLargeException(String message) {
        super(message);
    }
}
