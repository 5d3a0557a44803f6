// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The questions of RATIONALE.md, and the list of them at its head. */
class RationaleTest {
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
    private static final Pattern QUESTION = Pattern.compile("(?m)^### (.+)$");
    private static final Pattern LISTED_SECTION = Pattern.compile("(?m)^\\*\\*(.+)\\*\\*$");
    private static final Pattern LISTED_QUESTION = Pattern.compile("(?m)^- (\\[.+]\\(#.+\\))$");

    private final String head;
    private final String answers;

    RationaleTest() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/RATIONALE.md"));
        int begin = page.indexOf("\n## ");
        head = page.substring(0, begin);
        answers = page.substring(begin);
    }

    @Test
    void everyHeadingIsAQuestion() {
        assertThat(found(QUESTION, answers)).isNotEmpty().doesNotHaveDuplicates()
                .allSatisfy(heading -> assertThat(heading).endsWith("?"));
    }

    @Test
    void theListAtTheHeadLinksEveryQuestionInItsOrder() {
        List<String> links = found(QUESTION, answers).stream()
                .map(question -> "[%s](#%s)".formatted(question, anchor(question))).toList();

        assertThat(found(LISTED_QUESTION, head)).isEqualTo(links);
    }

    @Test
    void theListIsGroupedAsTheSectionsAre() {
        assertThat(found(LISTED_SECTION, head)).isEqualTo(found(SECTION, answers));
    }

    /** As GitHub makes it of a heading: letters, digits and dashes are kept, spaces become dashes. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
