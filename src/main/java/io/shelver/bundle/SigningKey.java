// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import io.shelver.catalog.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A private key that signs bundles. No message or string shows it. */
public final class SigningKey {
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final PrivateKey key;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey key, PublicKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /**
     * Reads a private key in PEM, as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @throws BundleException
     *             if the file is no such key, or users other than its owner may read or change it
     */
    public static SigningKey read(Path file) {
        try {
            requirePrivate(file);
            List<byte[]> keys = Pem.read(file, Pem.PRIVATE);
            if (keys.size() != 1) {
                throw new BundleException(
                        "%s holds %d private keys: give a file with one".formatted(file, keys.size()));
            }
            return from(file, keys.getFirst());
        } catch (IOException e) {
            throw new BundleException("cannot read the key %s: %s".formatted(file, e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new BundleException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().stream().anyMatch(OF_OTHERS::contains)) {
            throw new BundleException(
                    "users other than its owner may access the private key %s: run 'chmod 600' on it, and make a new key if others may have read it"
                            .formatted(file));
        }
    }

    private static SigningKey from(Path file, byte[] encoded) {
        try {
            PrivateKey key = KeyFactory.getInstance(TrustedKeys.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
            return new SigningKey(key, publicKey(seed));
        } catch (InvalidKeySpecException e) {
            // Without the cause, whose message may quote the key.
            throw new BundleException(
                    "%s holds no %s key: make one with 'openssl genpkey -algorithm ed25519'".formatted(file,
                            TrustedKeys.ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has " + TrustedKeys.ALGORITHM, e);
        }
    }

    /**
     * The JDK derives a public key from a seed only when it generates a pair. This generator gets a random source that returns the
     * seed of the private key.
     */
    private static PublicKey publicKey(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(TrustedKeys.ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        return generator.generateKeyPair().getPublic();
    }

    /** The SHA-256 of the public key, in lowercase hexadecimal. */
    public String fingerprint() {
        return Sha256.hex(publicKey.getEncoded());
    }

    /**
     * Signs a bundle after checking it as {@link Bundle#open} does. Replaces an older signature.
     *
     * @return the path of the signature file
     * @throws BundleException
     *             if the bundle must not serve, whatever its signature
     */
    public Path sign(Path folder) {
        byte[] manifest = Bundle.manifest(folder);
        Bundle.from(folder, manifest, new Trust.Unsigned());
        Path file = folder.resolve(BundleSignature.FILE);
        try {
            Files.deleteIfExists(file);
            Files.writeString(file, signature(manifest).line(), StandardCharsets.US_ASCII);
            return file;
        } catch (IOException e) {
            throw new BundleException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private BundleSignature signature(byte[] manifest) {
        try {
            Signature signer = Signature.getInstance(TrustedKeys.ALGORITHM);
            signer.initSign(key);
            signer.update(BundleSignature.message(manifest));
            byte[] signature = signer.sign();
            if (!TrustedKeys.verifies(publicKey, manifest, signature)) {
                throw new IllegalStateException("this Java's public key does not fit the private one");
            }
            return BundleSignature.of(fingerprint(), manifest, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 signs with " + TrustedKeys.ALGORITHM, e);
        }
    }
}
