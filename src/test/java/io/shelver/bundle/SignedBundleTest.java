// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.catalog.Sha256;
import io.shelver.testing.KeyFiles;
import io.shelver.testing.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may sign a bundle, and with what. */
class SignedBundleTest {
    @TempDir
    private Path folder;

    private Path bundle;
    private Path signature;
    private KeyFiles ours;
    private SigningKey signer;
    private TrustedKeys trusted;

    @BeforeEach
    void signABundle() throws IOException {
        bundle = TinyBundle.copyTo(Files.createDirectory(folder.resolve("bundle")));
        ours = KeyFiles.draw(folder, "ours");
        signer = SigningKey.read(ours.privateKey());
        signature = signer.sign(bundle);
        trusted = TrustedKeys.read(ours.publicKey());
    }

    @Test
    void aBundleSignedByATrustedKeyServes() {
        assertThat(Bundle.open(bundle, trusted).trust()).isEqualTo(new Trust.Signed(signer.fingerprint()));
    }

    @Test
    void withoutKeysASignatureIsSaidAndNotChecked() throws Exception {
        assertThat(Bundle.open(bundle).trust()).isEqualTo(new Trust.Unchecked(signer.fingerprint()));

        Files.delete(signature);

        assertThat(Bundle.open(bundle).trust()).isEqualTo(new Trust.Unsigned());
    }

    @Test
    void aSignatureThatWasTakenAwayIsMissedWhereKeysAreGiven() throws Exception {
        Files.delete(signature);

        assertThatThrownBy(() -> Bundle.open(bundle, trusted)).isInstanceOf(BundleException.class)
                .hasMessageContaining("is not signed").hasMessageContaining("bundle sign")
                .hasMessageContaining(signer.fingerprint());
    }

    @Test
    void aSignatureByAStrangerIsRefused() throws Exception {
        SigningKey stranger = SigningKey.read(KeyFiles.draw(folder, "stranger").privateKey());
        stranger.sign(bundle);

        assertThatThrownBy(() -> Bundle.open(bundle, trusted)).isInstanceOf(BundleException.class)
                .hasMessageContaining("is signed by the key " + stranger.fingerprint())
                .hasMessageContaining("holds only [" + signer.fingerprint() + "]");
    }

    @Test
    void aStrangersSignatureUnderATrustedNameIsRefused() throws Exception {
        SigningKey.read(KeyFiles.draw(folder, "stranger").privateKey()).sign(bundle);
        BundleSignature forged = BundleSignature.parse(Files.readAllBytes(signature));
        Files.writeString(signature,
                new BundleSignature(signer.fingerprint(), forged.manifest(), forged.signature()).line());

        assertThatThrownBy(() -> Bundle.open(bundle, trusted)).isInstanceOf(BundleException.class)
                .hasMessageContaining("does not fit the key " + signer.fingerprint());
    }

    @Test
    void aBundleExportedAgainAsksForANewSignatureWithOrWithoutKeys() throws Exception {
        Path manifest = bundle.resolve(Bundle.MANIFEST);
        Files.writeString(manifest,
                Files.readString(manifest).replace("\"version\": \"1.0.0\"", "\"version\": \"1.0.1\""));

        assertThatThrownBy(() -> Bundle.open(bundle, trusted)).isInstanceOf(BundleException.class)
                .hasMessageContaining("signs another bundle.json").hasMessageContaining("sign it again");
        assertThatThrownBy(() -> Bundle.open(bundle)).isInstanceOf(BundleException.class)
                .hasMessageContaining("signs another bundle.json");

        signer.sign(bundle);

        assertThat(Bundle.open(bundle, trusted).trust()).isInstanceOf(Trust.Signed.class);
    }

    @Test
    void anOldSignatureWithTheNewChecksumPutInIsRefused() throws Exception {
        BundleSignature old = BundleSignature.parse(Files.readAllBytes(signature));
        Path manifest = bundle.resolve(Bundle.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest) + " ");
        Files.writeString(signature, new BundleSignature(old.key(), Sha256.hex(Files.readAllBytes(manifest)),
                old.signature()).line());

        assertThatThrownBy(() -> Bundle.open(bundle, trusted)).isInstanceOf(BundleException.class)
                .hasMessageContaining("does not fit the key");
    }

    @Test
    void severalKeysMayBeTrustedSoThatOneCanTakeOver() throws Exception {
        KeyFiles.draw(folder.resolve("keys"), "next");
        Files.delete(folder.resolve("keys/next.key"));
        Files.copy(ours.publicKey(), folder.resolve("keys/ours.pem"));
        Files.createDirectory(folder.resolve("keys/..hidden"));

        TrustedKeys both = TrustedKeys.read(folder.resolve("keys"));

        assertThat(both.fingerprints()).hasSize(2);
        assertThat(Bundle.open(bundle, both).trust()).isEqualTo(new Trust.Signed(signer.fingerprint()));
    }

    @Test
    void aBundleThatMustNotServeIsNotSigned() throws Exception {
        Files.writeString(bundle.resolve("title.onnx"), "x");

        assertThatThrownBy(() -> signer.sign(bundle)).isInstanceOf(BundleException.class)
                .hasMessageContaining("title.onnx");
    }

    @Test
    void aPrivateKeyThatOthersMayReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(ours.privateKey(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> SigningKey.read(ours.privateKey())).isInstanceOf(BundleException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws Exception {
        KeyFiles other = KeyFiles.draw(folder, "other", "EC");

        assertThatThrownBy(() -> SigningKey.read(other.privateKey())).isInstanceOf(BundleException.class)
                .hasMessageContaining("openssl genpkey -algorithm ed25519");
        assertThatThrownBy(() -> TrustedKeys.read(other.publicKey())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not Ed25519");
    }

    @Test
    void whatIsNoPublicKeyIsNamedAndNeverQuoted() throws Exception {
        String secret = Files.readAllLines(ours.privateKey()).get(1);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path text = Files.writeString(folder.resolve("text"), secret);

        assertThatThrownBy(() -> TrustedKeys.read(ours.privateKey())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds a PRIVATE KEY, but it must hold a PUBLIC KEY")
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> TrustedKeys.read(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a file of keys in PEM alone").hasMessageNotContaining(secret);
        assertThatThrownBy(() -> TrustedKeys.read(empty)).hasMessageContaining("holds no public key");
        assertThatThrownBy(() -> TrustedKeys.read(folder.resolve("nowhere"))).hasMessageContaining("nowhere");
    }
}
