// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shelver.bundle.Bundle;
import io.shelver.bundle.ListedFile;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.classify.Evidence;
import io.shelver.classify.Modality;
import io.shelver.classify.Pictures;
import io.shelver.testing.Budget;
import io.shelver.testing.TinyBundle;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Any two texts, lone surrogates and control characters included. Every text model must score them or find them
 * unreadable, and the tokenizers of the large bundle must cut them into tokens. The fuzzer cannot see into the Rust
 * tokenizer and the C++ models.
 */
class TextFuzzTest {
    private static final int MAX_TOKENS = 64;
    /** Between title and description; as UTF-16 both, so that every half of a pair can stand alone. */
    private static final char SEPARATOR = '\u001f';
    private static final Pictures NO_PICTURES = Pictures.oneByOne(image -> {
        throw new Pictures.UnreadableException("none");
    });
    private static final Models MODELS = Models.open(Bundle.open(TinyBundle.FOLDER), NO_PICTURES,
            Duration.ofSeconds(1), List.of(Provider.CPU), false, 1);
    private static final Tokenizer LARGE = Tokenizer.open(largeTokenizer(), MAX_TOKENS);

    private static ListedFile largeTokenizer() {
        return Objects.requireNonNull(
                Bundle.open(Path.of("models/bundles/fashion")).files().get("text.tokenizer.json"));
    }

    @FuzzTest
    void anyTextsAreScoredOrUnreadable(byte[] utf16) {
        Budget budget = Budget.of(Duration.ofSeconds(10), 256L << 20);
        requireScoredOrUnreadable(utf16);
        budget.requireKept();
    }

    private static void requireScoredOrUnreadable(byte[] utf16) {
        CharBuffer characters = ByteBuffer.wrap(utf16).asCharBuffer();
        String text = characters.toString();
        int end = text.indexOf(SEPARATOR) < 0 ? text.length() : text.indexOf(SEPARATOR);
        listing(text.substring(0, end), text.substring(Math.min(text.length(), end + 1))).ifPresent(listing -> {
            for (Modality modality : MODELS.modalities()) {
                requireSaid(modality, listing);
            }
            if (LARGE.encode(List.of(listing.title() + "\n" + listing.description())).getFirst().length > MAX_TOKENS) {
                throw new AssertionError("more tokens than the model takes");
            }
        });
    }

    private static Optional<Listing> listing(String title, String description) {
        try {
            return Optional.of(new Listing("id", title, description, new Image.None()));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private static void requireSaid(Modality modality, Listing listing) {
        Evidence said = modality.examine(List.of(listing)).join().getFirst();
        boolean blank = (modality.name().equals("title") ? listing.title() : listing.description()).isBlank();
        if (said instanceof Evidence.Skipped || said instanceof Evidence.Absent != blank) {
            throw new AssertionError("%s of a text is %s".formatted(modality.name(), said.kind()));
        }
    }
}
