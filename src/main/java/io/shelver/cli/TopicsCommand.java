// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.serving.RequiredTopics;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.topics.Acls;
import io.shelver.stream.topics.TopicAdmin;
import io.shelver.stream.topics.TopicReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code topics}: creates the topics that are missing and reports what is wrong with the others. */
@Command(name = "topics", description = "Creates the topics, or checks them.", mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {
    @Mixin
    private Invocation invocation = new Invocation();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Option(names = "--check", description = "Create nothing, only check.")
    private boolean check;

    @Option(names = "--acls", description = "Print the commands that allow each principal what it needs; ask Kafka nothing.")
    private boolean acls;

    @Override
    public Integer call() {
        ServiceSettings settings = kafka.settings(invocation.environment());
        PrintWriter out = invocation.out();
        if (acls) {
            out.println("# Put your own principals' names, and run these as an administrator of the cluster.");
            Acls.commands(settings.stream()).forEach(out::println);
            return 0;
        }
        try (TopicAdmin admin = RequiredTopics.ask(settings.stream())) {
            TopicReport report = check ? admin.check() : admin.create();
            report.created().forEach(topic -> out.println("created " + topic));
            report.problems().forEach(problem -> out.println("PROBLEM " + problem));
            report.warnings().forEach(warning -> out.println("WARNING " + warning));
            if (report.problems().isEmpty() && report.warnings().isEmpty()) {
                out.println("the topics are as they should be");
            }
            return report.problems().isEmpty() ? 0 : 1;
        }
    }
}
