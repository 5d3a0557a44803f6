// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.stream.EmbeddedBroker;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.testcontainers.DockerClientFactory;

/** The embedded broker, new for every class, and the container, which all classes share. */
final class Brokers implements ArgumentsProvider {
    /** System property: {@code auto}, {@code required} or {@code off}. */
    private static final String CONTAINERS = "containers";

    private enum Containers {
        /** Where an engine answers. */
        AUTO,
        /** A test fails without an engine. */
        REQUIRED,
        /** For whoever has an engine and no image. */
        OFF
    }

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        Stream<Broker> containers = isContainerWanted() ? container(context) : Stream.empty();
        return Stream.concat(Stream.of(new Embedded(EmbeddedBroker.start())), containers).map(Arguments::of);
    }

    static boolean isContainerWanted() {
        return switch (Containers.valueOf(System.getProperty(CONTAINERS, "auto").toUpperCase(Locale.ROOT))) {
            case AUTO -> DockerClientFactory.instance().isDockerAvailable();
            case REQUIRED -> {
                if (!DockerClientFactory.instance().isDockerAvailable()) {
                    throw new IllegalStateException("no container engine answers, and -Dcontainers=required");
                }
                yield true;
            }
            case OFF -> false;
        };
    }

    private static Stream<Broker> container(ExtensionContext context) {
        // The root's store closes what it holds when all tests have run.
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
