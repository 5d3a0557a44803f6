// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The machine that was measured.
 *
 * @param processor
 *            the name that Linux gives the processor; elsewhere its architecture
 * @param cores
 *            the number of cores that the JVM may use
 * @param maxHeapMb
 *            the largest size of the heap, in MiB
 */
public record Machine(String processor, int cores, String system, String java, long maxHeapMb) {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final String NAME = "model name";

    static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(processorName(), runtime.availableProcessors(),
                "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version")),
                "%s (%s)".formatted(System.getProperty("java.version"), System.getProperty("java.vm.name")),
                runtime.maxMemory() >> 20);
    }

    private static String processorName() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(CPU)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(CPU)) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith(NAME))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }
}
