// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.Door;
import io.shelver.stream.clients.Delivered;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DoorBookTest {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final DoorBook book = new DoorBook();

    @Test
    void eachUploadByOneDoorIsNoFault() {
        send(FIRST, SECOND);
        book.recordOutcome(outcome(FIRST, Door.CATEGORIES));
        book.recordOutcome(outcome(SECOND, Door.DEAD_LETTERS));

        assertThat(book.isComplete()).isTrue();
        assertThat(book.faults()).isEmpty();
    }

    @Test
    void aLostUploadIsAFault() {
        send(FIRST, SECOND);
        book.recordOutcome(outcome(FIRST, Door.CATEGORIES));

        assertThat(book.isComplete()).isFalse();
        assertThat(book.faults()).containsExactly("1 uploads left by no door");
    }

    @Test
    void aSecondDoorIsAFault() {
        send(FIRST);
        book.recordOutcome(outcome(FIRST, Door.CATEGORIES));
        book.recordOutcome(outcome(FIRST, Door.REVIEWS));

        assertThat(book.faults()).containsExactly("1 uploads left more than once");
    }

    @Test
    void anOutcomeOfNothingThatWasSentIsAFault() {
        book.recordOutcome(outcome(FIRST, Door.CATEGORIES));

        assertThat(book.faults()).containsExactly("1 outcomes belong to nothing that was sent");
    }

    private void send(UUID... uploads) {
        for (UUID upload : uploads) {
            book.recordSent(upload, new DoorBook.Sent("listing", "title"));
        }
    }

    private static Delivered outcome(UUID id, Door door) {
        return new Delivered(id, door, "listing", List.of(), List.of("REASON: why"), Map.of());
    }
}
