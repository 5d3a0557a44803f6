// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes and reads PromQL, so that alerts and panels take their names from {@link Measure}. */
final class Queries {
    /** The uploads that are not read yet. Excludes the consumers that restore changelogs, which have a lag of their own. */
    static final String LAG = "kafka_consumer_fetch_manager_records_lag{client_id!~\".*-restore-consumer\"}";

    private static final Pattern METER = Pattern.compile("\\b(?:shelver|kafka|jvm|process|system)_[a-z0-9_]+");

    private Queries() {
    }

    static String sum(String expression) {
        return "sum by (job) (%s)".formatted(expression);
    }

    static String rate(Measure counter, String labels, String range) {
        return rate(counter, "", labels, range);
    }

    static String rate(Measure measure, String suffix, String labels, String range) {
        return "rate(%s[%s])".formatted(series(measure, suffix, labels), range);
    }

    static String increase(Measure counter, String labels, String range) {
        return "increase(%s[%s])".formatted(series(counter, "", labels), range);
    }

    static String quantile(double quantile, Measure histogram, String labels, String range, String... by) {
        String names = String.join(", ", by.length == 0 ? new String[]{"job"} : by);
        return String.format(Locale.ROOT, "histogram_quantile(%s, sum by (%s, le) (%s))", quantile, names,
                rate(histogram, "_bucket", labels, range));
    }

    private static String series(Measure measure, String suffix, String labels) {
        return measure.prometheus() + suffix + (labels.isEmpty() ? "" : "{" + labels + "}");
    }

    /** The names of the meters in an expression. */
    static List<String> meters(String expression) {
        return METER.matcher(expression).results().map(found -> found.group()).distinct().toList();
    }
}
