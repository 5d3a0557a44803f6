// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.classify.Door;
import io.shelver.classify.ScoredLabel;
import io.shelver.stream.clients.Delivered;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what came out of the demo's doors. */
final class DemoSummary {
    private static final int SHOWN = 3;
    private static final int WIDTH = 60;

    private final PrintWriter out;

    DemoSummary(PrintWriter out) {
        this.out = out;
    }

    void print(DoorBook book, double seconds) {
        out.println();
        show("CATEGORIES, for example", book.entries(Door.CATEGORIES));
        show("REVIEWS, for example", onePerReason(book.entries(Door.REVIEWS)));
        show("DEAD LETTERS", onePerReason(book.entries(Door.DEAD_LETTERS)));
        printReasons(book.entries(Door.REVIEWS));
        out.printf(Locale.ROOT,
                "%,d uploads: %,d to categories, %,d to reviews, %,d to dead letters; %.1f s%s%n",
                book.sent(),
                book.count(Door.CATEGORIES), book.count(Door.REVIEWS), book.count(Door.DEAD_LETTERS), seconds,
                seconds > 0 ? String.format(Locale.ROOT, ", %,.0f uploads/s", book.sent() / seconds) : "");
    }

    private void show(String title, List<DoorBook.Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        out.println(title);
        entries.stream().limit(title.startsWith("DEAD") ? Long.MAX_VALUE : SHOWN).forEach(this::show);
        out.println();
    }

    private void show(DoorBook.Entry entry) {
        Delivered delivered = entry.delivered();
        out.printf("  %s  %s%n", entry.sent().listingId(), quoted(entry.sent().title()));
        if (!delivered.labels().isEmpty()) {
            out.printf("      %s%n", labels(delivered));
        }
        if (!delivered.evidence().isEmpty()) {
            out.printf("      by modality: %s%n",
                    delivered.evidence().entrySet().stream().map(DemoSummary::said).collect(Collectors.joining("; ")));
        }
        delivered.reasons().forEach(
                reason -> out.printf("      %s %s%n", delivered.door() == Door.REVIEWS ? "doubt:" : "cause:", reason));
    }

    static String labels(Delivered delivered) {
        return delivered.labels().stream().filter(label -> isLast(label, delivered.labels())).map(DemoSummary::scored)
                .collect(Collectors.joining(", "));
    }

    /** Whether no longer label begins with this one. */
    private static boolean isLast(ScoredLabel label, List<ScoredLabel> labels) {
        return labels.stream().noneMatch(other -> other.label().parent().filter(label.label()::equals).isPresent());
    }

    private static String said(Map.Entry<String, Delivered.Said> modality) {
        Delivered.Said said = modality.getValue();
        String best = said.top().stream()
                .max((one, other) -> Integer.compare(one.label().path().size(), other.label().path().size()))
                .map(label -> label.label().leaf() + String.format(Locale.ROOT, " %.2f", label.score())).orElse("");
        return modality.getKey() + " "
                + (best.isEmpty() ? said.kind() + (said.why().isEmpty() ? "" : " (" + said.why() + ")") : best);
    }

    private static String scored(ScoredLabel label) {
        return String.format(Locale.ROOT, "%s %.3f", label.label(), label.score());
    }

    /** A title from a stranger, without characters that could move the cursor of a terminal. */
    private static String quoted(String title) {
        String printable = title.replaceAll("\\p{C}", "\u00b7");
        return title.isBlank()
                ? "(no title)"
                : '"' + (printable.length() > WIDTH ? printable.substring(0, WIDTH) + "..." : printable) + '"';
    }

    private static List<DoorBook.Entry> onePerReason(List<DoorBook.Entry> entries) {
        Set<String> seen = new LinkedHashSet<>();
        List<DoorBook.Entry> first = entries.stream()
                .filter(entry -> seen.add(code(entry.delivered().reasons().getFirst()))).toList();
        return first;
    }

    private void printReasons(List<DoorBook.Entry> reviews) {
        Map<String, Long> counts = reviews.stream()
                .flatMap(entry -> entry.delivered().reasons().stream().map(DemoSummary::code).distinct())
                .collect(Collectors.groupingBy(code -> code, TreeMap::new, Collectors.counting()));
        if (!counts.isEmpty()) {
            out.println("Reasons for review: "
                    + counts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey())
                            .collect(Collectors.joining(", ")));
            out.println();
        }
    }

    static String code(String reason) {
        return reason.substring(0, reason.indexOf(':'));
    }
}
