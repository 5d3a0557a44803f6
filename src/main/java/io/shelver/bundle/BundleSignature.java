// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import io.shelver.catalog.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code bundle.sig}: one line that signs {@code bundle.json}, and with it the checksum of every file. Each signature has exactly
 * one spelling, so changing any byte of the file gives another signature or none.
 *
 * @param key
 *            SHA-256 of the public key (X.509 SubjectPublicKeyInfo, DER), in hexadecimal
 * @param manifest
 *            SHA-256 of the {@code bundle.json} that was signed, in hexadecimal
 * @param signature
 *            Ed25519 (RFC 8032) over {@link #message}, in Base64
 */
record BundleSignature(String key, String manifest, String signature) {
    static final String FILE = "bundle.sig";
    /** The length of every signature file in bytes, line break included. */
    static final int LENGTH = 245;
    private static final String KIND = "shelver-bundle-v1 ed25519";
    private static final Pattern LINE = Pattern
            .compile(KIND + " ([0-9a-f]{64}) ([0-9a-f]{64}) ([A-Za-z0-9+/]{86}==)\n");
    /** Separates the domains: a signature of a bundle is valid for nothing else that the key may sign. */
    private static final byte[] PREFIX = "shelver bundle v1\n".getBytes(StandardCharsets.US_ASCII);

    static BundleSignature of(String key, byte[] manifest, byte[] signature) {
        return new BundleSignature(key, Sha256.hex(manifest), Base64.getEncoder().encodeToString(signature));
    }

    /**
     * @throws IllegalArgumentException
     *             if the bytes are not exactly one line in the form that {@link #line} writes
     */
    static BundleSignature parse(byte[] file) {
        // Latin-1 maps each byte to one character. UTF-8 would replace malformed bytes.
        Matcher line = LINE.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            throw new IllegalArgumentException("it is not one line of the form '" + KIND + " KEY BUNDLE SIGNATURE'");
        }
        BundleSignature parsed = new BundleSignature(line.group(1), line.group(2), line.group(3));
        // A decoder ignores the last four bits of this Base64. They must be zero, else a signature would have several spellings.
        if (!Base64.getEncoder().encodeToString(parsed.bytes()).equals(parsed.signature())) {
            throw new IllegalArgumentException("its Base64 is not in canonical form");
        }
        return parsed;
    }

    /** The bytes that are signed: Shelver's prefix, then the bytes of {@code bundle.json}. */
    static byte[] message(byte[] manifest) {
        byte[] message = new byte[PREFIX.length + manifest.length];
        System.arraycopy(PREFIX, 0, message, 0, PREFIX.length);
        System.arraycopy(manifest, 0, message, PREFIX.length, manifest.length);
        return message;
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(signature);
    }

    /** The content of the file. */
    String line() {
        return "%s %s %s %s\n".formatted(KIND, key, manifest, signature);
    }
}
