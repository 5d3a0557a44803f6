// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Table TABLE = new Table("Throughput", List.of("", "listings/s"),
            List.of(List.of("possible", "578.1"), List.of("achieved, exactly once", "60.2")));

    @Test
    void figuresStandBelowOneAnother() {
        assertThat(TABLE.text()).isEqualTo("""
                Throughput              listings/s
                possible                     578.1
                achieved, exactly once        60.2
                """);
    }

    @Test
    void aPageHasTheSameFigures() {
        assertThat(TABLE.markdown()).isEqualTo("""
                ### Throughput

                |  | listings/s |
                |---|---|
                | possible | 578.1 |
                | achieved, exactly once | 60.2 |
                """);
    }

    @Test
    void aRowThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Table("Throughput", List.of("", "listings/s"), List.of(List.of("possible"))))
                .hasMessageContaining("does not fit");
    }
}
