// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    private static final String ONE = "0123456789abcdef";

    @Test
    void everyTokenOfAFileIsAdmittedAndNoOther(@TempDir Path folder) throws Exception {
        Tokens tokens = Tokens
                .read(Files.writeString(folder.resolve("tokens"), "\n" + ONE + "\n  second-token-4711==  \n"));

        assertThat(List.of("Bearer " + ONE, "bearer " + ONE, "Bearer second-token-4711==")).allMatch(tokens::admit);
        assertThat(List.of("", ONE, "Bearer", "Bearer ", "Basic " + ONE, "Bearer " + ONE + "x",
                "Bearer " + ONE.substring(1)))
                .noneMatch(tokens::admit);
        assertThat(tokens.admit(null)).isFalse();
    }

    @Test
    void withoutTokensAnybodyIsAdmitted() {
        assertThat(Tokens.none().admit(null)).isTrue();
        assertThat(Tokens.none().areAsked()).isFalse();
    }

    @Test
    void aTokenThatIsShortOrCannotBeSentIsRefusedAndNotShown(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> Tokens.of(List.of(ONE, "short-secret")))
                .hasMessageContaining("token 2 has 12 characters")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Tokens.of(List.of("a secret with blanks")))
                .hasMessageContaining("token 1 has characters other than")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Tokens.read(Files.writeString(folder.resolve("empty"), "\n")))
                .hasMessageContaining("there is no token");
        assertThatThrownBy(() -> Tokens.read(folder.resolve("nowhere"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingShowsAToken() {
        assertThat(Tokens.of(List.of(ONE))).hasToString("1 token");
    }
}
