// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.serving.RequiredTopics;
import io.shelver.serving.StopSignals;
import io.shelver.settings.ServiceSettings;
import io.shelver.stream.clients.Delivered;
import io.shelver.stream.clients.DoorReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watch}: prints what comes out of the doors from now on, a line each. */
@Command(name = "watch", description = "Prints what comes out of each door, from now on, until it is stopped.", mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    private static final Duration WAIT = Duration.ofMillis(500);

    @Mixin
    private Invocation invocation = new Invocation();

    @Option(names = "--limit", description = "The most to print, 1 or more.")
    private Optional<Long> limit = Optional.empty();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Override
    public Integer call() {
        long most = invocation.limit(limit);
        ServiceSettings settings = kafka.settings(invocation.environment());
        AtomicBoolean stopped = new AtomicBoolean();
        StopSignals.heardBy(() -> stopped.set(true));
        PrintWriter out = invocation.out();
        List<String> watched = settings.stream().topics().ofDoors();
        RequiredTopics.exist(settings.stream(), watched);
        try (DoorReader doors = DoorReader.open(settings.stream(), settings.format())) {
            out.println("watching " + String.join(", ", watched));
            long printed = 0;
            while (printed < most && !stopped.get()) {
                List<Delivered> delivered = doors.poll(WAIT);
                delivered.stream().limit(most - printed).map(WatchCommand::line).forEach(out::println);
                printed += delivered.size();
            }
        }
        return 0;
    }

    /** The door, the key, the labels and the codes of the reasons. The content of the listing is not shown. */
    static String line(Delivered outcome) {
        String codes = outcome.reasons().stream().map(DemoSummary::code).distinct().collect(Collectors.joining(", "));
        return Stream.of("%-12s".formatted(outcome.door().key()), Printable.of(outcome.key()),
                DemoSummary.labels(outcome), codes).filter(part -> !part.isEmpty()).collect(Collectors.joining("  "));
    }
}
