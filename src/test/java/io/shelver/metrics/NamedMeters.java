// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For tests that scrape: what has to be there. */
public final class NamedMeters {
    private NamedMeters() {
    }

    /** Every query of the dashboard, of all jobs. */
    public static Set<String> queries(String rateInterval) {
        return Dashboard.queries().map(query -> query.expression().replace("$job", ".*").replace(Dashboard.RANGE,
                rateInterval)).collect(Collectors.toSet());
    }

    /** Every series that a rule or a panel names, as Prometheus has it. */
    public static Set<String> inAlertsAndPanels() {
        return Stream.concat(Arrays.stream(Alert.values()).map(Alert::expression),
                Dashboard.queries().map(Panel.Query::expression))
                .flatMap(expression -> Queries.meters(expression).stream()).collect(Collectors.toSet());
    }
}
