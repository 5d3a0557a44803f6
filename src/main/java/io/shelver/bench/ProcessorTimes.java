// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The processor time that this process has used so far, by thread. The JVM reports its Java threads. On Linux the
 * operating system names the others, too. The time of threads that have ended counts as native.
 *
 * @param total
 *            processor time of the process, in nanoseconds
 * @param threads
 *            the living threads by a unique name
 * @param allocated
 *            heap allocated so far, in bytes
 */
record ProcessorTimes(long total, Map<String, Used> threads, long allocated) {
    static final String JIT = "jit";
    static final String NATIVE = "native_pools";
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final long NANOS_A_TICK = 10_000_000;
    /** The place of utime in {@code stat}, counted after the name in parentheses; stime is the next. */
    private static final int UTIME = 11;
    private static final OperatingSystemMXBean PROCESS = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /** The processor time of one thread, in nanoseconds. */
    record Used(String kind, long nanos) {}

    ProcessorTimes {
        threads = Map.copyOf(threads);
    }

    /**
     * @param reader
     *            the thread that reads the outcomes
     */
    static ProcessorTimes now(Thread reader) {
        Map<String, Used> threads = jvmThreads();
        long[] ids = THREADS.getAllThreadIds();
        long[] nanos = THREADS.getThreadCpuTime(ids);
        ThreadInfo[] infos = THREADS.getThreadInfo(ids);
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && nanos[i] > 0) {
                String kind = ids[i] == reader.threadId() ? "reader" : kind(infos[i].getThreadName());
                threads.put("java-" + ids[i], new Used(kind, nanos[i]));
            }
        }
        return new ProcessorTimes(PROCESS.getProcessCpuTime(), threads, THREADS.getTotalThreadAllocatedBytes());
    }

    /** Processor time of this process, in nanoseconds. */
    static long ofTheProcess() {
        return PROCESS.getProcessCpuTime();
    }

    /** The kind of a Java thread by its name. */
    static String kind(String thread) {
        if (thread.contains("-StreamThread-")) {
            return "stream_threads";
        }
        if (thread.startsWith("classify-")) {
            return "classify_threads";
        }
        if (thread.startsWith("shelver-device")) {
            return "device_thread";
        }
        if (thread.startsWith("shelver-")) {
            return "picture_threads";
        }
        if (Stream.of("kafka-producer-network-thread", "kafka-coordinator-heartbeat-thread",
                "kafka-admin-client-thread", "consumer_background_thread").anyMatch(thread::startsWith)) {
            return "kafka_clients";
        }
        return "broker";
    }

    /** Compilers and garbage collectors, which the JVM hides; empty if the system has no {@code /proc}. */
    private static Map<String, Used> jvmThreads() {
        Map<String, Used> threads = new HashMap<>();
        if (!Files.isDirectory(TASKS)) {
            return threads;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : tasks.toList()) {
                addIfJvms(task, threads);
            }
            return threads;
        } catch (IOException e) {
            return new HashMap<>();
        }
    }

    private static void addIfJvms(Path task, Map<String, Used> threads) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            String kind = name.matches("C[12] Compiler.*")
                    ? JIT
                    : name.matches("(GC|G1|ZWorker|ZDriver|Shenandoah|VM) ?.*") ? "gc" : "";
            if (!kind.isEmpty()) {
                List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
                long ticks = Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(UTIME + 1));
                threads.put("task-" + task.getFileName(), new Used(kind, ticks * NANOS_A_TICK));
            }
        } catch (IOException e) {
            // The thread has ended meanwhile.
        }
    }

    /**
     * Processor time since {@code then} by kind of thread, in milliseconds per listing. The kinds add up to the
     * process.
     */
    Map<String, Double> since(ProcessorTimes then, long listings) {
        Map<String, Double> used = new TreeMap<>();
        long left = total - then.total;
        for (Map.Entry<String, Used> thread : threads.entrySet()) {
            Used before = then.threads.get(thread.getKey());
            long nanos = thread.getValue().nanos() - (before == null ? 0 : before.nanos());
            used.merge(thread.getValue().kind(), nanos / 1e6 / listings, Double::sum);
            left -= nanos;
        }
        // The clocks of the threads and of the process differ a little, so the rest may be negative.
        used.put(NATIVE, Math.max(0, left) / 1e6 / listings);
        return used;
    }
}
