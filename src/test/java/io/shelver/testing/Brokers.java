// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.stream.workbench.EmbeddedBroker;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The embedded broker, which is new for each class, and the container, which all classes share. */
final class Brokers implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        Stream<Broker> containers = Containers.areWanted() ? container(context) : Stream.empty();
        return Stream.concat(Stream.of(new Embedded(EmbeddedBroker.start())), containers).map(Arguments::of);
    }

    private static Stream<Broker> container(ExtensionContext context) {
        // JUnit closes the values of the root's store after all tests.
        return Stream.of(context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(KafkaInContainer.class)).map(Shared::new);
    }

    private record Embedded(EmbeddedBroker broker) implements Broker {
        @Override
        public String bootstrapServers() {
            return broker.bootstrapServers();
        }

        @Override
        public void close() {
            broker.close();
        }

        @Override
        public String toString() {
            return "embedded broker";
        }
    }

    private record Shared(KafkaInContainer kafka) implements Broker {
        @Override
        public String bootstrapServers() {
            return kafka.bootstrapServers();
        }

        @Override
        public void close() {
            // other classes need it
        }

        @Override
        public String toString() {
            return "container";
        }
    }
}
