// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

/** Who vouches for a bundle. In every case its files are those that {@code bundle.json} lists. */
public sealed interface Trust {

    /** Nobody: the bundle has no signature, and the operator configured no trusted keys. */
    record Unsigned() implements Trust {}

    /**
     * The holder of a key, as the signature claims. It was not checked, because the operator configured no trusted keys.
     *
     * @param key
     *            the SHA-256 of the public key, in lowercase hexadecimal
     */
    record Unchecked(String key) implements Trust {}

    /**
     * The holder of a trusted key.
     *
     * @param key
     *            the SHA-256 of the public key, in lowercase hexadecimal
     */
    record Signed(String key) implements Trust {}

    /** The trust in words, for people. */
    default String description() {
        return switch (this) {
            case Unsigned unsigned -> "not signed";
            case Unchecked unchecked -> "signed by key %s, which was not checked: SHELVER_BUNDLE_KEYS names no keys"
                    .formatted(unchecked.key());
            case Signed signed -> "signed by the trusted key %s".formatted(signed.key());
        };
    }
}
