// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries and series that tests of a scrape must find. */
public final class NamedMeters {
    private NamedMeters() {
    }

    /** All queries of the dashboard, for all jobs. */
    public static Set<String> queries(String rateInterval) {
        return Dashboard.queries().map(query -> query.expression().replace("$job", ".*").replace(Dashboard.RANGE,
                rateInterval)).collect(Collectors.toSet());
    }

    /** The Prometheus names of all series in alerts and panels. */
    public static Set<String> inAlertsAndPanels() {
        return Stream.concat(Arrays.stream(Alert.values()).map(Alert::expression),
                Dashboard.queries().map(Panel.Query::expression))
                .flatMap(expression -> Queries.meters(expression).stream()).collect(Collectors.toSet());
    }
}
