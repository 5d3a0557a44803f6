// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import io.shelver.catalog.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The public keys of those who may sign bundles. If there are no keys, bundles need no signature. */
public final class TrustedKeys {
    static final String ALGORITHM = "Ed25519";
    private final Map<String, PublicKey> byFingerprint;

    private TrustedKeys(Map<String, PublicKey> byFingerprint) {
        this.byFingerprint = Map.copyOf(byFingerprint);
    }

    /** No keys, so no bundle needs a signature. */
    public static TrustedKeys none() {
        return new TrustedKeys(Map.of());
    }

    /**
     * Reads public keys in PEM, as {@code openssl pkey -pubout} writes them.
     *
     * @param path
     *            a file with one or more keys, or a folder of such files; hidden files in the folder are ignored
     * @throws IllegalArgumentException
     *             if there is no key, or anything other than Ed25519 keys
     */
    public static TrustedKeys read(Path path) {
        Map<String, PublicKey> keys = new TreeMap<>();
        try {
            for (Path file : files(path)) {
                for (byte[] encoded : Pem.read(file, Pem.PUBLIC)) {
                    keys.put(Sha256.hex(encoded), publicKey(file, encoded));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("no keys can be read from %s (%s)".formatted(path, e.getMessage()), e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "the folder %s holds no public key: put one in it, in PEM".formatted(path));
        }
        return new TrustedKeys(keys);
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        // Links are followed, because Kubernetes mounts a secret as links into a hidden folder, which holds the same keys again.
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
        }
    }

    private static PublicKey publicKey(Path file, byte[] encoded) {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
            if (Arrays.equals(key.getEncoded(), encoded)) {
                return key;
            }
        } catch (InvalidKeySpecException e) {
            // Falls through to the same message as a key in another encoding.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has " + ALGORITHM, e);
        }
        throw new IllegalArgumentException(
                "%s holds a public key that is not %s: make keys with 'openssl genpkey -algorithm ed25519'"
                        .formatted(file, ALGORITHM));
    }

    /** The SHA-256 of each key, in lowercase hexadecimal. */
    List<String> fingerprints() {
        return byFingerprint.keySet().stream().sorted().toList();
    }

    /**
     * Checks the signature in the folder with these keys.
     *
     * @param manifest
     *            the bytes of {@code bundle.json}; the caller must parse the same bytes, and not read the file again
     * @throws BundleException
     *             if there are keys and none of them signed the bytes, or the signature is of another {@code bundle.json}
     */
    Trust check(Path folder, byte[] manifest) throws IOException {
        Path file = folder.resolve(BundleSignature.FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (byFingerprint.isEmpty()) {
                return new Trust.Unsigned();
            }
            throw new BundleException(
                    "the bundle %s is not signed, but SHELVER_BUNDLE_KEYS requires a signature by one of %s: fetch the signed bundle, or check it and sign it with 'bundle sign'"
                            .formatted(folder, fingerprints()));
        }
        BundleSignature signature = signature(file);
        if (!signature.manifest().equals(Sha256.hex(manifest))) {
            throw new BundleException(
                    "%s signs another bundle.json than the one beside it, so the bundle was changed or exported again: check it and sign it again with 'bundle sign', or fetch it again"
                            .formatted(file));
        }
        if (byFingerprint.isEmpty()) {
            return new Trust.Unchecked(signature.key());
        }
        PublicKey key = byFingerprint.get(signature.key());
        if (key == null) {
            throw new BundleException(
                    "the bundle %s is signed by the key %s, but SHELVER_BUNDLE_KEYS holds only %s: add the public key if you trust that signer, else do not use this bundle"
                            .formatted(folder, signature.key(), fingerprints()));
        }
        if (!verifies(key, manifest, signature.bytes())) {
            throw new BundleException(
                    "the signature %s does not fit the key %s and this bundle.json: do not use this bundle, and fetch it again"
                            .formatted(file, signature.key()));
        }
        return new Trust.Signed(signature.key());
    }

    private static BundleSignature signature(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException("%s is not a file: fetch the bundle again".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return BundleSignature.parse(in.readNBytes(BundleSignature.LENGTH + 1));
        } catch (IllegalArgumentException e) {
            throw new BundleException(
                    "%s is not a signature (%s): fetch the bundle again, or sign it again with 'bundle sign'"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    static boolean verifies(PublicKey key, byte[] manifest, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(BundleSignature.message(manifest));
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // The bytes are no signature at all, for example a point that is not on the curve.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has " + ALGORITHM, e);
        }
    }

    /** The number of keys. A log needs no more. */
    @Override
    public String toString() {
        return switch (byFingerprint.size()) {
            case 0 -> "no keys";
            case 1 -> "1 key";
            default -> byFingerprint.size() + " keys";
        };
    }
}
