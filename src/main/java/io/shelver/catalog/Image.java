// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.catalog;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/** The picture of a listing: its bytes, a link to them, or none. */
public sealed interface Image {

    /** The picture in these encoded bytes; {@link None} if the array is empty. */
    static Image of(byte[] encoded) {
        return encoded.length == 0 ? new None() : new Inline(Encoded.of(encoded));
    }

    /** A link to a picture, or the picture in a {@link DataUri}; {@link None} if the reference is blank. */
    static Image at(String reference) {
        return reference.isBlank()
                ? new None()
                : DataUri.bytes(reference).map(Image::of).orElseGet(() -> new Linked(reference));
    }

    /** The encoded picture itself (JPEG, PNG, GIF, WebP or BMP), as the seller sent it. */
    record Inline(Encoded encoded) implements Image {
        public Inline {
            Objects.requireNonNull(encoded, "encoded");
        }
    }

    /** A reference to the picture, not blank: a URI in an upload, a file name in a listing on disk. */
    record Linked(String reference) implements Image {
        public Linked {
            Objects.requireNonNull(reference, "reference");
            if (reference.isBlank()) {
                throw new IllegalArgumentException("the image reference is blank: give a URI or a file name");
            }
        }
    }

    /** The listing has no picture. */
    record None() implements Image {}

    /** The bytes of an encoded picture. The factory copies them, so they never change. */
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

        /** A copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** Adds the bytes to the digest, without copying them. */
        public void digestInto(MessageDigest digest) {
            digest.update(bytes);
        }

        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
