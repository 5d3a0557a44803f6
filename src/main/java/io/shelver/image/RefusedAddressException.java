// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;

/**
 * A host has an address that links may not lead to. The message does not give the address: strangers must not learn
 * about the inner network.
 */
final class RefusedAddressException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedAddressException() {
        super("its host has an address that links may not lead to");
    }
}
