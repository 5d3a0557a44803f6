// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.soak.Deployment.Joined;
import io.shelver.testing.DrawnPicture;
import io.shelver.testing.PictureHost;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long readers wait if an instance dies, stops or joins, with default settings. The times go to the page of the soak; a busy
 * machine makes them longer, so the test itself is generous.
 */
@Tag("soak")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TargetsIT {
    private static final Path LOGS = Path.of("target", "targets");
    private static final Duration SETTLE = Duration.ofSeconds(8);
    private static final Duration GENEROUS = Duration.ofSeconds(60);
    private static final Duration LATE = Duration.ofMillis(1_500);
    private static final int WAITING = 8_000;
    private static final String KILLED = "Kill: ";
    private static final String STOPPED = "Stop: ";
    private static final String USUAL = "No fault: ";
    private static final String STARTED = "Start: ";
    private static final String JOINED = "Join: ";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final Map<String, List<Duration>> times = new LinkedHashMap<>();
    private final List<Double> loads = new ArrayList<>();

    @Test
    void withListingsOfText() throws Exception {
        Load trickle = Load.trickle(150, null);
        Map<String, String> tiny = Map.of();
        try (Deployment deployment = new Deployment(LOGS.resolve("text"), data, tiny, trickle)) {
            deployment.during(SETTLE);
            took(USUAL + trickle, usual(deployment));
            for (int member = 0; member < Deployment.INSTANCES; member++) {
                took(KILLED + "one of three, " + trickle, killed(deployment, member));
                joined(trickle, deployment.join(member));
                deployment.during(SETTLE);
            }
            deployment.kill(0, 1, 2);
            long killed = System.nanoTime();
            deployment.replace(0, 1, 2);
            took(KILLED + "all three, started again at once, " + trickle, next(deployment, killed));
            deployment.untilAllRun();
            deployment.during(SETTLE);
            took(STOPPED + trickle, deployment.stop(1));
            took(STOPPED + trickle, deployment.stop(2));
            deployment.during(SETTLE);
            deployment.kill(0);
            killed = System.nanoTime();
            deployment.replace(0);
            took(KILLED + "the only one, started again at once, " + trickle, next(deployment, killed));

            report("Targets: listings of text, the tiny bundle", deployment);
        }
    }

    @Test
    void withPicturesOfASlowHost() throws Exception {
        byte[] picture = DrawnPicture.encoded("jpg", 60, 80);
        AtomicBoolean late = new AtomicBoolean(true);
        try (PictureHost host = PictureHost.open().on("/", exchange -> {
            if (late.get()) {
                LockSupport.parkNanos(LATE.toNanos());
            }
            PictureHost.answer(exchange, 200, picture);
        })) {
            String pictures = "http://%s:%d/".formatted(PictureHost.ADDRESS, host.port());
            Load trickle = Load.trickle(30, pictures);
            Load backlog = Load.backlog(WAITING, pictures);
            Map<String, String> environment = Map.of("SHELVER_BUNDLE", "models/bundles/fashion",
                    "SHELVER_LINK_SCHEMES", "https,http", "SHELVER_LINK_NETWORKS", PictureHost.NETWORK,
                    "SHELVER_LINK_PORTS", String.valueOf(host.port()));
            try (Deployment deployment = new Deployment(LOGS.resolve("pictures"), data, environment, trickle)) {
                deployment.during(SETTLE);
                took(USUAL + trickle, usual(deployment));
                took(KILLED + "one of three, " + trickle, killed(deployment, 0));
                joined(trickle, deployment.join(0));
                deployment.during(SETTLE);
                took(STOPPED + trickle, deployment.stop(1));
                joined(trickle, deployment.join(1));

                deployment.loadWith(backlog);
                deployment.during(SETTLE);
                took(USUAL + backlog, usual(deployment));
                for (int member = 0; member < Deployment.INSTANCES; member++) {
                    took(STOPPED + backlog, deployment.stop(member));
                    joined(backlog, deployment.join(member));
                    deployment.during(SETTLE);
                }
                took(STOPPED + "while another joins, " + backlog, deployment.stopWhileAnotherJoins(1));
                deployment.during(SETTLE);
                took(KILLED + "one of three, " + backlog, killed(deployment, 2));

                late.set(false);
                report("Targets: pictures of a slow host, the fashion bundle", deployment);
            }
        }
    }

    private static Duration usual(Deployment deployment) throws Exception {
        return next(deployment, System.nanoTime());
    }

    private static Duration killed(Deployment deployment, int member) throws Exception {
        deployment.kill(member);
        return next(deployment, System.nanoTime());
    }

    private static Duration next(Deployment deployment, long since) throws Exception {
        return deployment.untilEveryPartitionHasAnother(since);
    }

    private void joined(Load load, Joined joined) {
        took(STARTED + load, joined.toRunning());
        took(JOINED + load, joined.toOutcome());
    }

    private void took(String what, Duration time) {
        loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        times.computeIfAbsent(what, name -> new ArrayList<>()).add(time);
        System.out.println("targets: %s: %.1f s, load %.1f".formatted(what, seconds(time), loads.getLast()));
    }

    private void report(String title, Deployment deployment) throws Exception {
        Audit audit = deployment.drain();
        Map<String, String> figures = new TreeMap<>();
        figures.put("Audit", audit.toString());
        figures.put("Load average of the machine",
                "%.1f to %.1f".formatted(Collections.min(loads), Collections.max(loads)));
        figures.put("Uploads", "%,d, %d partitions".formatted(deployment.uploads(), Deployment.PARTITIONS));
        times.forEach((what, measured) -> figures.put(what, summary(measured)));
        SoakReport.write(title, figures);

        assertThat(audit).matches(Audit::isClean, "is clean");
        assertThat(times).allSatisfy((what, measured) -> assertThat(Collections.max(measured)).isLessThan(GENEROUS));
    }

    private static String summary(List<Duration> measured) {
        List<Duration> sorted = measured.stream().sorted().toList();
        return sorted.size() == 1
                ? "%.1f s".formatted(seconds(sorted.getFirst()))
                : "%.1f to %.1f s, median %.1f s, of %d".formatted(seconds(sorted.getFirst()),
                        seconds(sorted.getLast()), seconds(sorted.get(sorted.size() / 2)), sorted.size());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
