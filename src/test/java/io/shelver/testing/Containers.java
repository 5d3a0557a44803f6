// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.util.Locale;
import org.testcontainers.DockerClientFactory;

/** Whether tests may use a container engine: the system property {@code containers}, {@code auto} where it is not set. */
public enum Containers {
    /** Where an engine answers. */
    AUTO,
    /** A test fails without an engine. */
    REQUIRED,
    /** For whoever has an engine and no image. */
    OFF;

    private static Containers given() {
        return valueOf(System.getProperty("containers", "auto").toUpperCase(Locale.ROOT));
    }

    /** Whether what cannot run in one is to fail. */
    public static boolean areRequired() {
        return given() == REQUIRED;
    }

    public static boolean areWanted() {
        return switch (given()) {
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
}
