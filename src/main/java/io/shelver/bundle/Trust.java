// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

/** Who vouches for a bundle. Its files are those that {@code bundle.json} lists in any case. */
public sealed interface Trust {

    /** Nobody; no key was asked for. */
    record Unsigned() implements Trust {}

    /**
     * Whoever holds a key that nobody told us to trust: the signature was not checked.
     *
     * @param key
     *            SHA-256 of the public key, in hexadecimal
     */
    record Unchecked(String key) implements Trust {}

    /**
     * The holder of a trusted key.
     *
     * @param key
     *            SHA-256 of the public key, in hexadecimal
     */
    record Signed(String key) implements Trust {}

    /** For people. */
    default String description() {
        return switch (this) {
            case Unsigned unsigned -> "not signed";
            case Unchecked unchecked -> "signed by key %s, which was not checked: SHELVER_BUNDLE_KEYS names no keys"
                    .formatted(unchecked.key());
            case Signed signed -> "signed by the trusted key %s".formatted(signed.key());
        };
    }
}
