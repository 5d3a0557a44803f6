// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;

/** A host whose address links may not lead to. It says nothing of the address: what is inside is nobody's business outside. */
final class RefusedAddressException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedAddressException() {
        super("its host has an address that links may not lead to");
    }
}
