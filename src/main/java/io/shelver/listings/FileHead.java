// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tells what a file is that was given as JSON Lines, by its first bytes. Its message is the same as that of {@code models/data/file_head.py}. */
final class FileHead {
    /** How many bytes are looked at. */
    static final int BYTES = 1 << 16;

    private record Magic(int at, String bytes, String what) {}

    /** Formats that tables are kept in, by their first bytes (as Latin-1). */
    private static final List<Magic> MAGICS = List.of(
            new Magic(0, "PK\3\4", "a zip archive, as Excel's workbooks are: export its rows"),
            new Magic(0, "PAR1", "a Parquet file: export its rows"),
            new Magic(0, "Obj\1", "an Avro file: export its records"),
            new Magic(0, "ORC", "an ORC file: export its rows"),
            new Magic(0, "SQLite format 3", "a SQLite database: export its rows"),
            new Magic(0, "\u00d0\u00cf\u0011\u00e0", "an Office document: export its rows"),
            new Magic(0, "%PDF", "a PDF: give its source"),
            new Magic(0, "BZh", "compressed with bzip2: unpack it, or use gzip"),
            new Magic(0, "\u00fd7zXZ", "compressed with xz: unpack it, or use gzip"),
            new Magic(0, "\u0028\u00b5\u002f\u00fd", "compressed with zstd: unpack it, or use gzip"),
            new Magic(0, "7z\u00bc\u00af", "a 7z archive: unpack it"),
            new Magic(257, "ustar\0", "a tar archive: unpack it"),
            new Magic(257, "ustar  \0", "a tar archive: unpack it"));

    private static final String AS_LINES = " as JSON Lines, one listing a line";

    private FileHead() {
    }

    /**
     * What is wrong with a file, as the rest of a sentence that starts with its name.
     *
     * @param head
     *            its first bytes, at most {@value #BYTES}, unpacked
     * @return empty if the file may hold JSON Lines
     */
    static Optional<String> fault(byte[] head) {
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        Optional<String> known = MAGICS.stream().filter(magic -> bytes.startsWith(magic.bytes(), magic.at()))
                .map(Magic::what).findFirst();
        if (known.isPresent()) {
            String what = known.get();
            return Optional.of("is " + what + (what.contains("export") ? AS_LINES : ""));
        }
        if (bytes.startsWith("\u00ff\u00fe") || bytes.startsWith("\u00fe\u00ff") || everyOtherIsZero(head)) {
            return Optional.of("is UTF-16: save it as UTF-8");
        }
        if (bytes.indexOf('\0') != -1) {
            return Optional.of("is binary: give a file of JSON Lines, one listing a line");
        }
        String text = new String(head, StandardCharsets.UTF_8);
        return text(text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    private static boolean everyOtherIsZero(byte[] head) {
        int pairs = Math.min(head.length, 64) / 2;
        boolean first = pairs > 0;
        boolean second = pairs > 0;
        for (int pair = 0; pair < pairs; pair++) {
            first &= head[2 * pair] == 0 && head[2 * pair + 1] != 0;
            second &= head[2 * pair] != 0 && head[2 * pair + 1] == 0;
        }
        return first || second;
    }

    private static Optional<String> text(String text) {
        List<String> lines = Arrays.stream(text.split("\n")).map(String::strip).filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return Optional.of("is empty: give a file of JSON Lines, one listing a line");
        }
        String first = lines.getFirst();
        if (first.startsWith("[")) {
            return Optional.of("is a JSON array: write each listing on a line of its own (jq -c '.[]' FILE)");
        }
        if (first.startsWith("{")) {
            return lines.size() > 1 && !lines.get(1).startsWith("{") && goesOn(first)
                    ? Optional.of("has JSON objects over several lines: write each listing on one (jq -c . FILE)")
                    : Optional.empty();
        }
        if (lines.stream().anyMatch(line -> line.startsWith("{"))) {
            return Optional.empty();
        }
        String columns = first.contains("\t") ? "TSV" : first.contains(",") || first.contains(";") ? "CSV" : "";
        return Optional.of(columns.isEmpty()
                ? "has no JSON object in it: give a file of JSON Lines, one listing a line"
                : "looks like " + columns + ": write its rows as JSON Lines, one listing a line");
    }

    /** Whether the text is the beginning of a JSON value that needs more. */
    private static boolean goesOn(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                continue;
            }
            return false;
        } catch (JsonEOFException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
