// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import io.shelver.catalog.Image;
import io.shelver.catalog.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The SHA-256 of a modality's name and of what the modality reads of a listing. Nobody can make two contents with one
 * hash, so contents of equal hashes are equal.
 */
record ContentHash(long first, long second, long third, long fourth) {

    /** Hashes code unit by code unit: an encoding would write every lone half of a surrogate pair alike. */
    static ContentHash of(String modality, String text) {
        ByteBuffer units = ByteBuffer.allocate(text.length() * Character.BYTES);
        units.asCharBuffer().put(text);
        MessageDigest digest = begun(modality);
        digest.update(units);
        return ended(digest);
    }

    static ContentHash of(String modality, Image.Encoded picture) {
        MessageDigest digest = begun(modality);
        picture.digestInto(digest);
        return ended(digest);
    }

    private static MessageDigest begun(String modality) {
        MessageDigest digest = Sha256.digest();
        byte[] name = modality.getBytes(StandardCharsets.UTF_8);
        // The length comes first, so that it is certain where the name ends and the content begins.
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
        digest.update(name);
        return digest;
    }

    private static ContentHash ended(MessageDigest digest) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new ContentHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }
}
