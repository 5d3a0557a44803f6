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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signed bundle that an attacker could change: whatever the change, the bundle is rejected. */
class TamperingTest {
    private static final long SEED = 20_261_121;
    /** The number of bytes to change in each file, one at a time; all bytes of a shorter file. */
    private static final int POSITIONS = 300;
    private static final int[] MASKS = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff};
    private static final String SIGNATURE = BundleSignature.FILE;

    @TempDir
    private Path folder;

    private Path bundle;
    private TrustedKeys trusted;

    @BeforeEach
    void signABundle() throws IOException {
        bundle = TinyBundle.copyTo(Files.createDirectory(folder.resolve("bundle")));
        KeyFiles keys = KeyFiles.draw(folder, "ours");
        SigningKey.read(keys.privateKey()).sign(bundle);
        trusted = TrustedKeys.read(keys.publicKey());
        assertThat(Bundle.open(bundle, trusted).trust()).isInstanceOf(Trust.Signed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle.json", "title.onnx", "description.onnx", "fusion.onnx", "fusion.linear.onnx",
            "title.tokenizer.json", "description.tokenizer.json", "golden.jsonl"})
    void noByteCanBeChanged(String name) throws Exception {
        Path file = bundle.resolve(name);
        byte[] original = Files.readAllBytes(file);
        Random random = new Random(SEED);

        for (int position : positions(original.length, random)) {
            requireRefused(file, original, position, MASKS[random.nextInt(MASKS.length)]);
        }
    }

    @Test
    void noByteOfTheSignatureCanBeChanged() throws Exception {
        Path file = bundle.resolve(SIGNATURE);
        byte[] original = Files.readAllBytes(file);
        assertThat(original).hasSize(BundleSignature.LENGTH);

        for (int position = 0; position < original.length; position++) {
            for (int mask : MASKS) {
                requireRefused(file, original, position, mask);
            }
        }
    }

    private void requireRefused(Path file, byte[] original, int position, int mask) throws IOException {
        byte[] changed = original.clone();
        changed[position] ^= (byte) mask;
        Files.write(file, changed);
        assertThatThrownBy(() -> Bundle.open(bundle, trusted)).as("%s, byte %d ^ %x", file, position, mask)
                .isInstanceOf(BundleException.class);
        Files.write(file, original);
    }

    private static int[] positions(int length, Random random) {
        return length <= POSITIONS
                ? IntStream.range(0, length).toArray()
                : IntStream.concat(IntStream.of(0, length - 1), random.ints(POSITIONS, 0, length)).toArray();
    }

    @Test
    void noFileCanBeShortened() throws Exception {
        for (Path file : files()) {
            byte[] original = Files.readAllBytes(file);
            for (int length : new int[]{0, original.length / 2, original.length - 1}) {
                Files.write(file, Arrays.copyOf(original, length));
                requireRefused(file + " cut to " + length);
            }
            Files.write(file, original);
        }
    }

    @Test
    void nothingCanBeAppendedToAFile() throws Exception {
        for (Path file : files()) {
            byte[] original = Files.readAllBytes(file);
            for (byte more : new byte[]{0, '\n', ' ', '}'}) {
                byte[] longer = Arrays.copyOf(original, original.length + 1);
                longer[original.length] = more;
                Files.write(file, longer);
                requireRefused(file + " and " + more);
            }
            Files.write(file, original);
        }
    }

    @Test
    void noFileCanBeRemovedRenamedOrCalledInCapitals() throws Exception {
        for (Path file : files()) {
            Path away = folder.resolve("away");
            for (Path target : List.of(away, bundle.resolve("renamed"),
                    bundle.resolve(file.getFileName().toString().toUpperCase(java.util.Locale.ROOT)))) {
                Files.move(file, target);
                requireRefused(file + " moved to " + target);
                Files.move(target, file);
            }
        }
    }

    @Test
    void noTwoFilesCanBeSwapped() throws Exception {
        List<Path> files = files();
        for (Path one : files) {
            for (Path other : files.subList(0, files.indexOf(one))) {
                swap(one, other);
                requireRefused(one + " for " + other);
                swap(one, other);
            }
        }
    }

    @Test
    void noFileCanBeALinkOrAFolder() throws Exception {
        for (Path file : files()) {
            Path away = Files.move(file, folder.resolve("away"));
            Files.createSymbolicLink(file, away);
            requireRefused(file + " as a link");
            Files.delete(file);
            Files.createDirectory(file);
            requireRefused(file + " as a folder");
            Files.delete(file);
            Files.move(away, file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"more.onnx", ".hidden", "bundle.sig.bak", "Bundle.json", "golden/more.png",
            "title.onnx.data",
            "empty/"})
    void nothingCanBeAdded(String name) throws Exception {
        Path more = bundle.resolve(name);
        if (name.endsWith("/")) {
            Files.createDirectory(more);
        } else {
            Files.createDirectories(more.getParent());
            Files.writeString(more, "x");
        }

        requireRefused(name);
    }

    @Test
    void aFileChangedTogetherWithItsChecksumIsRefused() throws Exception {
        Path title = bundle.resolve("title.onnx");
        byte[] changed = Files.readAllBytes(title);
        String before = Sha256.hex(changed);
        changed[changed.length / 2] ^= 1;
        Files.write(title, changed);
        Path manifest = bundle.resolve(Bundle.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace(before, Sha256.hex(changed)));

        requireRefused("a changed graph and its new checksum");
    }

    @Test
    void theSignatureOfAnotherBundleIsRefused() throws Exception {
        KeyFiles keys = KeyFiles.draw(folder, "both");
        SigningKey signer = SigningKey.read(keys.privateKey());
        Path other = TinyBundle.copyTo(Files.createDirectory(folder.resolve("other")));
        Path manifest = other.resolve(Bundle.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("\"name\": \"tiny\"", "\"name\": \"other\""));
        signer.sign(bundle);
        TrustedKeys both = TrustedKeys.read(keys.publicKey());
        assertThat(Bundle.open(bundle, both).trust()).isInstanceOf(Trust.Signed.class);

        Files.copy(signer.sign(other), bundle.resolve(SIGNATURE),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> Bundle.open(bundle, both)).isInstanceOf(BundleException.class)
                .hasMessageContaining("signs another bundle.json");
    }

    @Test
    void aFileThatChangesAfterTheBundleWasOpenedIsNotUsed() throws Exception {
        Bundle opened = Bundle.open(bundle, trusted);
        Path golden = bundle.resolve("golden.jsonl");
        Files.write(golden, Arrays.copyOf(Files.readAllBytes(golden), 100));
        Path fusion = opened.fusion().path();
        byte[] changed = Files.readAllBytes(fusion);
        changed[100] ^= 1;
        Files.write(fusion, changed);

        assertThatThrownBy(opened::goldenListings).isInstanceOf(BundleException.class);
        assertThatThrownBy(opened.fusion()::read).isInstanceOf(BundleException.class)
                .hasMessageContaining("SHA-256 differs");
    }

    private void requireRefused(String what) {
        assertThatThrownBy(() -> Bundle.open(bundle, trusted)).as(what).isInstanceOf(BundleException.class);
    }

    private static void swap(Path one, Path other) throws IOException {
        byte[] content = Files.readAllBytes(one);
        Files.write(one, Files.readAllBytes(other));
        Files.write(other, content);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(bundle)) {
            return files.sorted().toList();
        }
    }
}
