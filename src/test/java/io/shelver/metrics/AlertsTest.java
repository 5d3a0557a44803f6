// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.testing.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlertsTest {
    static final Path RULES = Path.of("helm", "shelver", "files", "alerts.yaml");
    static final Path TESTS = Path.of("src", "test", "prometheus", "alerts.test.yaml");
    private static final String RUNBOOK = "src/site/markdown/OPERATIONS.md";
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (Shelver[A-Z]\\w+)$");
    private static final Pattern NAMED = Pattern.compile("\\bShelver[A-Z][a-z]\\w+");

    @Test
    void theRuleFileHoldsEveryAlert() throws IOException {
        GeneratedFile.assertHolds(RULES, Arrays.stream(Alert.values()).map(AlertsTest::rule).collect(Collectors
                .joining("", """
                        # SPDX-License-Identifier: Apache-2.0
                        # Copyright the Shelver authors
                        # Made from the enum Alert by AlertsTest; change it there.
                        groups:
                          - name: shelver
                            rules:
                        """, "")));
    }

    private static String rule(Alert alert) {
        return """
                      - alert: %s
                        expr: %s
                        for: %s
                        labels:
                          severity: %s
                        annotations:
                          summary: %s
                          description: %s
                          runbook_url: %s#%s
                """.formatted(alert.title(), quoted(alert.expression()), minutes(alert.after()),
                alert.severity().name().toLowerCase(Locale.ROOT), quoted(alert.summary()), quoted(alert.description()),
                RUNBOOK, alert.anchor());
    }

    /** Between single quotes, YAML gives a meaning to the single quote alone. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String minutes(Duration after) {
        return after.toMinutes() + "m";
    }

    @Test
    void everyAlertHasItsHeadingInTheRunbookAndEveryHeadingItsAlert() throws IOException {
        String runbook = Files.readString(Path.of(RUNBOOK));

        assertThat(HEADING.matcher(runbook).results().map(found -> found.group(1)).toList())
                .containsExactlyElementsOf(titles());
    }

    @Test
    void everyAlertIsTestedToFireAndToStaySilent() throws IOException {
        String tests = Files.readString(TESTS);

        assertThat(titles()).allSatisfy(title -> {
            assertThat(tests).containsPattern("alertname: %s\\n\\s+exp_alerts:\\n".formatted(title));
            assertThat(tests).containsPattern("alertname: %s\\n\\s+exp_alerts: \\[\\]".formatted(title));
        });
    }

    @Test
    void whatMetersSayOfAlertsNamesAlertsThatExist() {
        assertThat(Measure.values()).allSatisfy(measure -> assertThat(titles())
                .containsAll(NAMED.matcher(measure.alert()).results().map(found -> found.group()).toList()));
    }

    @Test
    void alertsNameNoOtherMetersOfShelverThanThoseDefined() {
        Set<String> defined = Arrays.stream(Measure.values()).map(Measure::prometheus).collect(Collectors.toSet());

        assertThat(Alert.values()).allSatisfy(alert -> assertThat(Queries.meters(alert.expression()))
                .filteredOn(name -> name.startsWith("shelver_"))
                .allMatch(name -> defined.contains(name.replaceAll("_(bucket|count|sum|max)$", ""))
                        || defined.contains(name)));
    }

    private static List<String> titles() {
        return Arrays.stream(Alert.values()).map(Alert::title).toList();
    }
}
