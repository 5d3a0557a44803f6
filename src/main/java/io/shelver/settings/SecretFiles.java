// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that hold secrets. */
final class SecretFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFiles.class);

    private SecretFiles() {
    }

    static void warnIfOthersRead(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("every user of this machine can read the secrets in {}: run chmod o-r {}", file, file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Some file systems have no permissions. The secrets were read all the same.
            LOG.debug("the permissions of {} cannot be read", file, e);
        }
    }
}
