// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.serving;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** How many files this process may open. Without enough of them classes cannot be found, and no message says why. */
public final class FileDescriptors {
    static final long LEAST = 256;

    private FileDescriptors() {
    }

    /** What to tell whoever started a process that may open too few files; empty if it may open enough. */
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
