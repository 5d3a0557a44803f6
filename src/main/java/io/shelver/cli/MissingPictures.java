// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Pictures that listings name, and that are not there: they are sent as links. Says so once, and not for each. */
final class MissingPictures {
    private static final int SHOWN = 3;
    /** A real link is meant to be one. */
    private static final Pattern LINK = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:)?//.*");

    private final List<String> examples = new ArrayList<>();
    private long count;

    void add(String reference, String why) {
        if (LINK.matcher(reference.strip()).matches()) {
            return;
        }
        count++;
        if (examples.size() < SHOWN) {
            examples.add("'%s' (%s)".formatted(Printable.of(reference), why));
        }
    }

    void report() {
        if (count > 0) {
            System.err.printf(Locale.ROOT, "%,d %s sent as %s: %s%s%n", count,
                    count == 1 ? "picture is" : "pictures are", count == 1 ? "a link" : "links",
                    String.join(", ", examples), count > examples.size() ? " and others" : "");
        }
    }
}
