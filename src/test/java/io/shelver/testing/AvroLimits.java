// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.stream.format.SingleObjectFormat;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Sets Avro's limits before the first test. Avro reads them once in a JVM, at its first use, so whether they are in force must
 * not depend on which test class runs first.
 */
public final class AvroLimits implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        SingleObjectFormat.ofThisRelease();
    }
}
