// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The number of files that this process may open. With too few, classes cannot be loaded, and no message gives the reason. */
public final class FileDescriptors {
    static final long LEAST = 256;

    private FileDescriptors() {
    }

    /** The message that there are too few; empty if there are enough. */
    public static Optional<String> shortage() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? shortage(unix.getMaxFileDescriptorCount())
                : Optional.empty();
    }

    static Optional<String> shortage(long most) {
        return most >= LEAST
                ? Optional.empty()
                : Optional.of(
                        "out of file descriptors: this process may have %d, at least %d are needed; raise the limit (ulimit -n)"
                                .formatted(most, LEAST));
    }
}
