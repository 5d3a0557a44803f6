// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.letters;

import io.shelver.stream.Streams;

import io.shelver.stream.letters.Replay.Fate;

/** A replay of everything as a process of its own, to be killed: a line for every letter that is sent. */
final class ReplayProcess {
    private ReplayProcess() {
    }

    public static void main(String[] args) {
        try (Replay replay = Replay.open(Streams.settings(args[0]))) {
            replay.run(LetterFilter.ALL, Long.MAX_VALUE, (letter, fate) -> {
                if (fate == Fate.SENT) {
                    System.out.println(letter.at());
                }
            });
        }
    }
}
