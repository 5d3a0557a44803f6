// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.nio.file.Path;

/** The embedded broker as a process of its own: prints where it listens, runs until it is killed, keeps its directory. */
final class BrokerProcess {
    private BrokerProcess() {
    }

    public static void main(String[] args) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), EmbeddedBroker.freePort());
        System.out.println(broker.bootstrapServers());
        Thread.currentThread().join();
    }
}
