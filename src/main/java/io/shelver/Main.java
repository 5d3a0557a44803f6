// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver;

/** Starts the command line. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        System.out.println("shelver");
    }
}
