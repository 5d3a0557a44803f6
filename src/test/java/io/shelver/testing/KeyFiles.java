// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A new pair of keys in PEM, as openssl writes them. */
public record KeyFiles(Path privateKey, Path publicKey) {

    public static KeyFiles draw(Path folder, String name) throws IOException {
        return draw(folder, name, "Ed25519");
    }

    public static KeyFiles draw(Path folder, String name, String algorithm) throws IOException {
        KeyPair pair = pair(algorithm);
        Files.createDirectories(folder);
        Path privateKey = write(folder.resolve(name + ".key"), "PRIVATE KEY", pair.getPrivate().getEncoded());
        Files.setPosixFilePermissions(privateKey, PosixFilePermissions.fromString("rw-------"));
        return new KeyFiles(privateKey,
                write(folder.resolve(name + ".pem"), "PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Path write(Path file, String type, byte[] encoded) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded);
        return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type));
    }
}
