// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads a listings file line by line. A bad line does not end the reading. */
public final class ListingReader implements Closeable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final ListingParser parser = new ListingParser();
    private final BufferedReader lines;
    private long number;

    private ListingReader(BufferedReader lines) {
        this.lines = lines;
    }

    /**
     * Opens a file of UTF-8 JSON Lines, plain or gzipped. It may begin with a byte order mark.
     *
     * @throws IOException
     *             if the file cannot be read or is something else; the message says what, and what to do
     */
    public static ListingReader open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("%s is a folder: give a file of JSON Lines, one listing a line".formatted(file));
        }
        InputStream in = Files.newInputStream(file);
        try {
            return from(withoutMark(checked(file, unpacked(file, new BufferedInputStream(in)))));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The bytes tell whether the file is gzipped; its name may not. */
    private static BufferedInputStream unpacked(Path file, BufferedInputStream in) throws IOException {
        byte[] first = peek(in, 2);
        if (first.length < 2 || (first[0] & 0xff) != 0x1f || (first[1] & 0xff) != 0x8b) {
            return in;
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(in));
        } catch (IOException e) {
            throw new IOException("%s is gzipped, and damaged: copy it again".formatted(file), e);
        }
    }

    private static BufferedInputStream checked(Path file, BufferedInputStream in) throws IOException {
        // A pipe may take long to say so much.
        Optional<String> fault = Files.isRegularFile(file)
                ? FileHead.fault(peek(in, FileHead.BYTES))
                : Optional.empty();
        if (fault.isPresent()) {
            throw new IOException(file + " " + fault.get());
        }
        return in;
    }

    private static InputStream withoutMark(BufferedInputStream in) throws IOException {
        if (Arrays.equals(peek(in, BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            in.skipNBytes(BYTE_ORDER_MARK.length);
        }
        return in;
    }

    private static byte[] peek(BufferedInputStream in, int bytes) throws IOException {
        in.mark(bytes);
        byte[] first = in.readNBytes(bytes);
        in.reset();
        return first;
    }

    /** Reads lines of UTF-8 without a byte order mark. */
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
