// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import java.util.List;

/**
 * What became of the topics.
 *
 * @param created
 *            topics that were not there
 * @param problems
 *            with which the service cannot run, one sentence each, for an operator; empty if all is well
 * @param warnings
 *            of what works and is better known
 */
public record TopicReport(List<String> created, List<String> problems, List<String> warnings) {
    public TopicReport {
        created = List.copyOf(created);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
