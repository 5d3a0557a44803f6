// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shelver.catalog.Sha256;
import io.shelver.testing.Budget;
import io.shelver.testing.KeyFiles;
import io.shelver.testing.TinyBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Any bytes as a part of a bundle's folder make a bundle or are rejected. The first byte chooses the part; the others are its
 * content.
 */
class BundleFuzzTest {
    private static final Path FOLDER = copy();
    private static final byte[] MANIFEST = Bundle.manifest(FOLDER);
    private static final TrustedKeys KEYS = keys();

    static {
        // The first use of Jackson is slow under the fuzzer, and no input should pay for it.
        Bundle.open(FOLDER).goldenListings();
    }

    @FuzzTest
    void anyPartIsOfABundleOrRefused(byte[] input) throws IOException {
        Budget budget = Budget.of(Duration.ofSeconds(10), 512L << 20);
        requireBundleOrRefused(input);
        budget.requireKept();
    }

    private static void requireBundleOrRefused(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] part = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (input[0]) {
                case 'b' -> Bundle.from(FOLDER, part, new Trust.Unsigned());
                case 's' -> signed(part);
                case 'g' -> golden(part);
                default -> GraphCheck.require(FOLDER, part);
            }
        } catch (BundleException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("the bundle was rejected without a reason", refused);
            }
        }
    }

    private static void signed(byte[] signature) throws IOException {
        Path file = FOLDER.resolve(BundleSignature.FILE);
        Files.write(file, signature);
        try {
            if (KEYS.check(FOLDER, MANIFEST) instanceof Trust.Signed) {
                throw new AssertionError("a signature of the fuzzer was accepted");
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void golden(byte[] lines) throws IOException {
        Path file = FOLDER.resolveSibling("golden.jsonl");
        Files.write(file, lines);
        GoldenListing.read(FOLDER, Map.of("golden.jsonl", new ListedFile(file, lines.length, Sha256.hex(lines))));
    }

    private static Path copy() {
        try {
            return TinyBundle.copyTo(
                    Files.createDirectory(Files.createTempDirectory(Path.of("target"), "fuzz").resolve("bundle")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrustedKeys keys() {
        try {
            return TrustedKeys.read(KeyFiles.draw(FOLDER.resolveSibling("keys"), "key").publicKey());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
