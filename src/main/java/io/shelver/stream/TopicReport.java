// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.util.List;

/**
 * What became of the topics.
 *
 * @param created
 *            topics that were not there
 * @param problems
 *            one sentence each, for an operator; empty if all is well
 */
public record TopicReport(List<String> created, List<String> problems) {
    public TopicReport {
        created = List.copyOf(created);
        problems = List.copyOf(problems);
    }
}
