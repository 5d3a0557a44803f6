// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.listings.ListingLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Notices a file of which no line is a listing. That is a wrong file, and no work that was done. */
final class NoListings {
    private final Path file;
    private long refused;
    private String first = "";
    private boolean any;

    NoListings(Path file) {
        this.file = file;
    }

    void saw(ListingLine line) {
        switch (line) {
            case ListingLine.Read read -> any = true;
            case ListingLine.Illegal illegal -> refuse(illegal.why());
            case ListingLine.Rejected rejected -> refuse(rejected.why());
        }
    }

    private void refuse(String why) {
        first = refused == 0 ? why : first;
        refused++;
    }

    /** @throws IOException if there were lines, and none of them was a listing; the message gives the first cause */
    void throwIfAll() throws IOException {
        if (!any && refused > 0) {
            throw new IOException(String.format(Locale.ROOT,
                    "none of the %,d lines of %s is a listing; the first fault: %s", refused, file, first));
        }
    }
}
