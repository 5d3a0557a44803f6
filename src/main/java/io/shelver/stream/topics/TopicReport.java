// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import java.util.List;

/**
 * What a creation or a check of the topics found.
 *
 * @param created
 *            the names of the topics that were missing and were created
 * @param problems
 *            what keeps the service from running, one sentence each, for operators; empty if nothing does
 * @param warnings
 *            what operators should know although the service can run, one sentence each
 */
public record TopicReport(List<String> created, List<String> problems, List<String> warnings) {
    public TopicReport {
        created = List.copyOf(created);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
