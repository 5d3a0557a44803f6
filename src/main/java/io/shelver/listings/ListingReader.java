// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads a listings file line by line. A bad line does not end the reading. */
public final class ListingReader implements Closeable {
    private final ListingParser parser = new ListingParser();
    private final BufferedReader lines;
    private long number;

    private ListingReader(BufferedReader lines) {
        this.lines = lines;
    }

    /** Opens a file of UTF-8 JSON Lines, gzipped if its name ends in {@code .gz}. */
    public static ListingReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return from(file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in);
    }

    public static ListingReader from(InputStream in) {
        // InputStreamReader replaces malformed bytes. A decoder that throws would end the reading of the whole file.
        return new ListingReader(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16));
    }

    /** Counts the lines of a file that are not blank. */
    public static long count(Path file) throws IOException {
        try (ListingReader reader = open(file)) {
            return reader.countRest();
        }
    }

    /** Reads the rest, and counts its lines that are not blank. */
    public long countRest() throws IOException {
        long count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            count += line.isBlank() ? 0 : 1;
        }
        return count;
    }

    /** The next line that is not blank; empty at the end. */
    public Optional<ListingLine> next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                return Optional.of(parser.parse(number, line));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
