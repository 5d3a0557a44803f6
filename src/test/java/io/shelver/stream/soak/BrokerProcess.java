// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.stream.workbench.EmbeddedBroker;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The embedded broker as a process of its own: prints where it listens, stops in order when it is told to, keeps its directory.
 * Arguments: the directory; a port unless any will do; and Kafka's properties, each {@code name=value}.
 */
final class BrokerProcess {
    private BrokerProcess() {
    }

    public static void main(String[] args) throws InterruptedException {
        JavaProcess.endWithParent();
        int port = args.length > 1 ? Integer.parseInt(args[1]) : EmbeddedBroker.freePort();
        Map<String, String> properties = Arrays.stream(args).skip(2).map(property -> property.split("=", 2))
                .collect(Collectors.toMap(property -> property[0], property -> property[1]));
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), port, properties);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(broker::close));
        System.out.println(broker.bootstrapServers());
        Thread.currentThread().join();
    }
}
