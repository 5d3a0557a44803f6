// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.soak.RollingRestart.First;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new version is rolled out: no upload misses its door, and how long does a partition wait? */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RollingRestartIT {
    private static final Path LOGS = Path.of("target", "rolling");
    private static final Duration SETTLE = Duration.ofSeconds(6);
    private static final Map<String, String> STREAMS = Map.of("group.protocol", "streams");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    void noUploadMissesItsDoorWhileThreeSlowClassifiersAreReplacedUnderLoad() throws Exception {
        RollingRestart.Outcome outcome = new RollingRestart(First.START, false, 60, Duration.ofSeconds(2),
                SlowHostModels.class,
                Map.of())
                .run(LOGS.resolve("small"), data);

        assertThat(outcome.audit()).matches(Audit::isClean, "is clean");
        assertThat(outcome.uploads()).isGreaterThan(600);
    }

    @Test
    @Tag("soak")
    void leavingTheGroupWithASurge() throws Exception {
        measure("a new one first, the old one leaves",
                new RollingRestart(First.START, false, 600, SETTLE, TinyModels.class, Map.of()));
    }

    @Test
    @Tag("soak")
    void leavingTheGroupWithoutASurge() throws Exception {
        measure("the old one leaves first",
                new RollingRestart(First.STOP, false, 600, SETTLE, TinyModels.class, Map.of()));
    }

    @Test
    @Tag("soak")
    void withModelsThatWaitForAHostOfPictures() throws Exception {
        measure("1.5 s a batch, a new one first",
                new RollingRestart(First.START, false, 60, SETTLE, SlowHostModels.class, Map.of()));
    }

    @Test
    @Tag("soak")
    void staticMembership() throws Exception {
        measure("static membership", new RollingRestart(First.STOP, true, 600, SETTLE, TinyModels.class, Map.of()));
    }

    @Test
    @Tag("soak")
    void leavingTheGroupOfTheStreamsProtocolWithASurge() throws Exception {
        measure("group.protocol=streams, a new one first",
                new RollingRestart(First.START, false, 600, SETTLE, TinyModels.class, STREAMS));
    }

    @Test
    @Tag("soak")
    void leavingTheGroupOfTheStreamsProtocolWithoutASurge() throws Exception {
        measure("group.protocol=streams, the old one leaves first",
                new RollingRestart(First.STOP, false, 600, SETTLE, TinyModels.class, STREAMS));
    }

    private void measure(String how, RollingRestart restart) throws Exception {
        RollingRestart.Outcome outcome = restart.run(LOGS.resolve(how.replaceAll("\\W+", "-")), data);

        SoakReport.write("Rolling restart of three classifiers: " + how, Map.of(
                "Audit", outcome.audit().toString(),
                "Longest time without a delivery from a partition, during the restarts",
                "%.1f s".formatted(outcome.longestPause().toMillis() / 1000.0),
                "Longest time without a delivery from a partition, before them",
                "%.1f s".formatted(outcome.usualPause().toMillis() / 1000.0),
                "Time of the restarts", "%d s".formatted(outcome.took().toSeconds()),
                "Uploads", "%,d, %,d a second, 4 partitions".formatted(outcome.uploads(), restart.perSecond())));
        assertThat(outcome.audit()).matches(Audit::isClean, "is clean");
    }
}
