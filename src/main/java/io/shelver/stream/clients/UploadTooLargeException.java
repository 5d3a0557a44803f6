// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.clients;

/** An upload that its topic does not take. */
public final class UploadTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UploadTooLargeException(String message) {
        super(message);
    }
}
