// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import java.util.List;

/**
 * A panel of the dashboard.
 *
 * @param unit
 *            the unit, by its name in Grafana
 */
record Panel(Kind kind, String title, String unit, String description, List<Query> queries) {

    enum Kind {
        TIMESERIES,
        STAT,
        TABLE
    }

    /**
     * @param legend
     *            the legend, with the values of labels as {@code {{label}}}
     */
    record Query(String expression, String legend) {}

    static Panel lines(String title, String unit, String description, Query... queries) {
        return new Panel(Kind.TIMESERIES, title, unit, description, List.of(queries));
    }

    static Panel number(String title, String unit, String description, String expression) {
        return new Panel(Kind.STAT, title, unit, description, List.of(new Query(expression, "")));
    }

    static Panel table(String title, String description, String expression) {
        return new Panel(Kind.TABLE, title, "none", description, List.of(new Query(expression, "")));
    }

    static Query query(String legend, String expression) {
        return new Query(expression, legend);
    }
}
