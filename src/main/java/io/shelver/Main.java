// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver;

import io.shelver.cli.ShelverCommand;

/** Starts the command line. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        ShelverCommand.main(args);
    }
}
