// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.shelver.bundle.Bundle;
import io.shelver.bundle.ListedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    private static final ListedFile FILE = Objects
            .requireNonNull(Bundle.open(Path.of("models/bundles/fashion")).files().get("text.tokenizer.json"));

    @Test
    void theIdsAreThoseOfTheLibrarysOwnClasses() throws IOException {
        List<String> texts = List.of("Nike Men Blue T20 Indian Cricket Jersey\nRibbed V-neck, 100% cotton", "",
                " ", "???", "a \u0000 b \ud800 c", "\ufb01ne Gr\u00f6\u00dfe \ufdfa \ud83d\ude00 caf\u0065\u0301",
                "shirt ".repeat(1_000));
        List<long[]> own;
        try (HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(FILE.read()),
                Map.of("truncation", "false", "padding", "false"))) {
            own = Arrays.stream(library.batchEncode(texts, false, false)).map(Encoding::getIds)
                    .map(ids -> Arrays.copyOf(ids, Math.min(ids.length, 300))).toList();
        }

        try (Tokenizer tokenizer = Tokenizer.open(FILE, 300)) {
            List<long[]> ids = tokenizer.encode(texts);

            assertThat(ids).usingElementComparator(Arrays::compare).containsExactlyElementsOf(own);
            assertThat(ids.getFirst()).hasSizeGreaterThan(5);
            assertThat(ids.getLast()).hasSize(300);
        }
    }

    @Test
    void aTextOfWordsIsReadAsItIs() {
        String words = "Ｗide ﬁt; Größe 44 \ufdfa ".repeat(50);

        assertThat(Tokenizer.readable(words, 300)).isEqualTo(words);
    }

    @Test
    void aTextIsCutBehindTheLastWordThatCanCount() {
        assertThat(Tokenizer.readable("word ".repeat(40_000), 300)).hasSize(19_200);
    }

    @Test
    void aTextThatGrowsWhenItIsNormalizedIsCutToo() {
        assertThat(Tokenizer.readable("\ufdfa".repeat(200_000), 300)).hasSize(19_200);
        assertThat(Tokenizer.readable("\ufdfa".repeat(2_000), 300)).hasSize(19_200);
    }
}
