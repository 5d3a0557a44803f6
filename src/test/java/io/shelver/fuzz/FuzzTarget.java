// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fuzz test, which runs in a JVM of its own because libFuzzer has one target for each process.
 *
 * @param instrumented
 *            the classes whose branches guide the fuzzer
 */
record FuzzTarget(String title, String type, String method, List<String> instrumented) {
    /** Enough memory to decode the largest legal picture, and too little for input that makes the target reserve more. */
    static final String HEAP = "-Xmx1g";
    /** The longest wall-clock time of an input. The tests also limit processor time, which other processes do not stretch. */
    private static final int TIMEOUT_SECONDS = 300;
    private static final int MOST_BYTES = 64 << 10;

    /** Runs the test for {@code -Dfuzz.minutes}, 10 by default, or until an input breaks it. Leaves that input in the folder. */
    FuzzFigures run(Path folder) throws IOException, InterruptedException {
        int minutes = Integer.getInteger("fuzz.minutes", 10);
        String classes = String.join(":", instrumented);
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", HEAP,
                "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED",
                "-Djazzer.internal.basedir=" + folder, Jazzer.class.getName(), "--target_class=" + type,
                "--target_method=" + method, "--instrumentation_includes=" + classes,
                "--custom_hook_includes=" + classes, "--reproducer_path=" + folder, "--max_duration=" + minutes + "m",
                "-print_final_stats=1", "-max_len=" + MOST_BYTES, "-timeout=" + TIMEOUT_SECONDS,
                folder.resolve("corpus").toString()));
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("JAZZER_FUZZ", "1");
        int status = builder.start().waitFor();
        return FuzzFigures.read(log, folder, status);
    }
}
