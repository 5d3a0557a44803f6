// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.util.Locale;
import org.testcontainers.DockerClientFactory;

/** Whether tests use a container engine, from the system property {@code containers}; {@code auto} by default. */
public enum Containers {
    /** Tests use an engine if one answers. */
    AUTO,
    /** Tests fail without an engine. */
    REQUIRED,
    /** Tests use no engine, for machines with an engine but without the images. */
    OFF;

    private static Containers given() {
        return valueOf(System.getProperty("containers", "auto").toUpperCase(Locale.ROOT));
    }

    /** Whether a test that needs a container must fail if there is no engine. */
    public static boolean areRequired() {
        return given() == REQUIRED;
    }

    public static boolean areWanted() {
        return switch (given()) {
            case AUTO -> DockerClientFactory.instance().isDockerAvailable();
            case REQUIRED -> {
                if (!DockerClientFactory.instance().isDockerAvailable()) {
                    throw new IllegalStateException(
                            "no container engine answers, but -Dcontainers=required asks for one: start one, or leave the property out");
                }
                yield true;
            }
            case OFF -> false;
        };
    }
}
