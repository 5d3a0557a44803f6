// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @Test
    void wordsOfAnyScriptStayAsTheyAre() {
        assertThat(Printable.of("Jütte 42, \u9774\u5b50")).isEqualTo("Jütte 42, \u9774\u5b50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b", "\n", "\r", "\u202e", "\u2066", "\u2028", "\u2029", "\u0000", "\u200f", "\ud800"})
    void whatCouldDeceiveATerminalBecomesADot(String character) {
        assertThat(Printable.of("a" + character + "b")).isEqualTo("a\u00b7b");
    }

    @Test
    void whatIsLongIsCutOff() {
        assertThat(Printable.of("x".repeat(5_000_000))).hasSize(103).endsWith("x...");
    }
}
