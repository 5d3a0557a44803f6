// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

/** Text from strangers, made safe for a terminal. */
final class Printable {
    private static final int MOST_CHARACTERS = 100;

    private Printable() {
    }

    /** The first 100 characters, each replaced that could move the cursor, turn the direction of writing or begin a line. */
    static String of(String text) {
        String head = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text;
        return head.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "\u00b7");
    }
}
