// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.listings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that people give where JSON Lines are asked for. */
class FileHeadTest {
    private static final String LINE = "{\"listing_id\":\"a\",\"title\":\"t\"}\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
            "`` ~ is empty",
            "`\n  \n` ~ is empty",
            "`[{\"listing_id\":\"a\"}]` ~ is a JSON array: write each listing on a line of its own (jq -c '.[]' FILE)",
            "`\n [\n{\"listing_id\":\"a\"}]` ~ is a JSON array",
            "`{\n  \"listing_id\": \"a\",\n  \"title\": \"t\"\n}\n` ~ has JSON objects over several lines",
            "`listing_id,title\na,t\n` ~ looks like CSV: write its rows as JSON Lines",
            "`listing_id;title\na;t\n` ~ looks like CSV",
            "`listing_id\ttitle\na\tt\n` ~ looks like TSV",
            "`hello\n` ~ has no JSON object in it",
            "`%PDF-1.7` ~ is a PDF",
            "`PAR1xx` ~ is a Parquet file: export its rows as JSON Lines",
            "`PK\u0003\u0004xx` ~ is a zip archive, as Excel's workbooks are",
            "`Obj\u0001xx` ~ is an Avro file"})
    void aFileOfAnotherKindIsNamedBeforeAnyLine(String content, String what) throws IOException {
        Path file = Files.writeString(folder.resolve("given"), content);

        assertThatThrownBy(() -> ListingReader.open(file)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " " + what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf16IsNamed(String charset) throws IOException {
        Path file = Files.write(folder.resolve("given"), LINE.getBytes(Charset.forName(charset)));

        assertThatThrownBy(() -> ListingReader.open(file)).hasMessageContaining("is UTF-16: save it as UTF-8");
    }

    @Test
    void bytesThatAreNoTextAreNamed() throws IOException {
        Path file = Files.write(folder.resolve("given"), new byte[]{'a', 'b', 0, 'c', 0, 0});

        assertThatThrownBy(() -> ListingReader.open(file)).hasMessageContaining("is binary");
    }

    @Test
    void aFolderIsNamed() {
        assertThatThrownBy(() -> ListingReader.open(folder)).hasMessageContaining("is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {LINE, "\ufeff" + LINE, "\r\n" + LINE, "nonsense\n" + LINE, "{\"cut\n" + LINE,
            "{\"listing_id\":\"a\",\"title\":\"custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard custard mustard ustar\"}\n"
                    + LINE,
            "# a comment, with a comma\n" + LINE, "{\"cut"})
    void whatMayBeJsonLinesIsRead(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("given"), content);
        Path gzipped = Files.write(folder.resolve("without-ending"), gzipped(content));
        Path misnamed = Files.writeString(folder.resolve("plain.gz"), content);

        for (Path each : new Path[]{file, gzipped, misnamed}) {
            try (ListingReader reader = ListingReader.open(each)) {
                ListingLine last = reader.next().orElseThrow();
                for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                    last = next.get();
                }
                assertThat(last).isInstanceOf(
                        content.endsWith(LINE) ? ListingLine.Read.class : ListingLine.Rejected.class);
            }
        }
    }

    @Test
    void aGzippedFileIsLookedIntoToo() throws IOException {
        Path file = Files.write(folder.resolve("given.gz"), gzipped("[1]"));

        assertThatThrownBy(() -> ListingReader.open(file)).hasMessageContaining("is a JSON array");
    }

    @Test
    void aLineLongerThanTheHeadIsNoFault() throws IOException {
        Path file = Files.writeString(folder.resolve("given"),
                "{\"listing_id\":\"a\",\"title\":\"" + "x".repeat(2 * FileHead.BYTES) + "\"}");

        try (ListingReader reader = ListingReader.open(file)) {
            assertThat(reader.next()).isPresent();
        }
    }

    private static byte[] gzipped(String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
