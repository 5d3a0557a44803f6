// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of figures whose first column names them.
 *
 * @param rows
 *            the rows, each as long as the header
 */
record Table(String title, List<String> header, List<List<String>> rows) {
    Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("the row %s does not fit the header %s".formatted(row, header));
            }
        }
    }

    /** For a terminal: names are aligned left, figures right. */
    String text() {
        List<Integer> widths = IntStream.range(0, header.size()).mapToObj(column -> Math.max(
                width(column == 0 ? title : header.get(column)),
                rows.stream().mapToInt(row -> width(row.get(column))).max().orElse(0))).toList();
        return line(widths, title, header) + rows.stream().map(row -> line(widths, row.getFirst(), row))
                .collect(Collectors.joining());
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String line(List<Integer> widths, String name, List<String> cells) {
        StringBuilder line = new StringBuilder(name).append(" ".repeat(widths.getFirst() - width(name)));
        for (int column = 1; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append("  ").append(" ".repeat(widths.get(column) - width(cell))).append(cell);
        }
        return line.toString().stripTrailing() + "\n";
    }

    /** For a page in Markdown. */
    String markdown() {
        return "### %s\n\n%s|%s\n%s".formatted(title, row(header), "---|".repeat(header.size()),
                rows.stream().map(Table::row).collect(Collectors.joining()));
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
