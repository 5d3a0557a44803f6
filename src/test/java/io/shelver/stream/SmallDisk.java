// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 64 MiB in memory that can be filled to the last byte; only root may mount one. */
record SmallDisk(Path folder) implements AutoCloseable {
    private static final int BLOCK = 4096;

    /** Skips the test where it may not be mounted. */
    static SmallDisk mount(Path folder) throws IOException, InterruptedException {
        int status = call("mount", "-t", "tmpfs", "-o", "size=64m", "shelver-test", folder.toString());
        assumeTrue(status == 0, "only root on Linux may mount a file system of its own to fill");
        return new SmallDisk(folder);
    }

    void fill() throws IOException {
        long most = Files.getFileStore(folder).getTotalSpace();
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (long written = 0; written <= most; written += BLOCK) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException e) {
            return; // full
        }
        throw new IllegalStateException("took more than it has: " + folder);
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Lazily, as a process that was killed may hold a file for a moment. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (call("umount", "--lazy", folder.toString()) != 0) {
            throw new IllegalStateException("still mounted: " + folder);
        }
    }

    private static int call(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
