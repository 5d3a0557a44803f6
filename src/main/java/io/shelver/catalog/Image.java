// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/** The picture of a listing: its bytes, a reference to them, or nothing. */
public sealed interface Image {

    /** The picture that these bytes encode; none if there are no bytes. */
    static Image of(byte[] encoded) {
        return encoded.length == 0 ? new None() : new Inline(Encoded.of(encoded));
    }

    /** The picture that stands there; none if the reference is blank. */
    static Image at(String reference) {
        return reference.isBlank() ? new None() : new Linked(reference);
    }

    /** The encoded picture itself (JPEG, PNG, GIF, WebP or BMP), as the seller sent it. */
    record Inline(Encoded encoded) implements Image {
        public Inline {
            Objects.requireNonNull(encoded, "encoded");
        }
    }

    /** Where the picture is: a URI in an upload, a file name in a listing on disk. Not blank. */
    record Linked(String reference) implements Image {
        public Linked {
            Objects.requireNonNull(reference, "reference");
            if (reference.isBlank()) {
                throw new IllegalArgumentException("the image reference is blank");
            }
        }
    }

    /** The listing has no picture. */
    record None() implements Image {}

    /** Bytes of an encoded picture; copied on the way in. */
    final class Encoded {
        private final byte[] bytes;

        private Encoded(byte[] bytes) {
            this.bytes = bytes;
        }

        public static Encoded of(byte[] bytes) {
            return new Encoded(bytes.clone());
        }

        /** The length in bytes. */
        public int length() {
            return bytes.length;
        }

        /** A copy. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** Without a copy. */
        public void digestInto(MessageDigest digest) {
            digest.update(bytes);
        }

        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
