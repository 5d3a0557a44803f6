// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.FailureClass;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnknownSchemasTest {
    private static final RefusedException WHY = new RefusedException(FailureClass.INCOMPATIBLE_SCHEMA, "why");

    private long now = 77;
    private final UnknownSchemas unknown = new UnknownSchemas(() -> now);

    @Test
    void anAnswerIsRememberedForAMoment() throws Exception {
        unknown.check(5);
        unknown.remember(5, WHY);

        assertThatThrownBy(() -> unknown.check(5)).isSameAs(WHY);
        unknown.check(6);
        now += UnknownSchemas.MEMORY.toNanos();
        assertThatCode(() -> unknown.check(5)).doesNotThrowAnyException();
    }

    @Test
    void ofAFloodOfOthersOnlyAFewAreAskedForASecond() {
        assertThat(passing(10_000)).isEqualTo(UnknownSchemas.BURST);

        now += Duration.ofSeconds(3).toNanos();
        assertThat(passing(10_000)).isEqualTo(3 * UnknownSchemas.A_SECOND);
    }

    @Test
    void aSlowRegistryIsAskedForASmallShareOfTheTime() throws Exception {
        long began = now;
        long asking = 0;
        for (int id = 1; now - began < Duration.ofMinutes(5).toNanos(); id++) {
            try {
                unknown.check(id);
                now += Duration.ofMillis(100).toNanos();
                asking += Duration.ofMillis(100).toNanos();
                unknown.remember(id, WHY);
            } catch (RefusedException e) {
                now += Duration.ofMillis(1).toNanos();
            }
        }

        assertThat((double) asking / (now - began)).isBetween(0.05, 0.12);
    }

    @Test
    void whatIsRememberedIsBounded() throws Exception {
        for (int id = 1; id <= 2 * UnknownSchemas.MOST_REMEMBERED; id++) {
            now += Duration.ofSeconds(1).toNanos();
            unknown.check(id);
            unknown.remember(id, WHY);
        }

        assertThat(unknown.size()).isEqualTo(UnknownSchemas.MOST_REMEMBERED);
    }

    /** How many of so many ids, each another, are asked for. */
    private int passing(int ids) {
        int passed = 0;
        for (int id = 1; id <= ids; id++) {
            try {
                unknown.check(id + 1_000_000);
                unknown.remember(id, WHY);
                passed++;
            } catch (RefusedException e) {
                assertThat(e.failureClass()).isEqualTo(FailureClass.UNKNOWN_SCHEMA);
            }
        }
        return passed;
    }
}
