// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenizerTest {

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
