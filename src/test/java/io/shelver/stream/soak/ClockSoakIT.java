// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.shelver.stream.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever clock an upload came with: it has one outcome, which is kept as long as the topic says, and no longer. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ClockSoakIT {
    private static final Path LOGS = Path.of("target", "clocks");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    void noClockDeletesAnOutcomeOrKeepsOne() throws Exception {
        ClockSoak.Result result = new ClockSoak(true, 60, Duration.ofSeconds(7), Duration.ofSeconds(4),
                Duration.ofSeconds(3), Streams.CLASSIC).run(LOGS.resolve("small"), data);

        assertClean(result);
        assertThat(result.faults()).isPositive();
    }

    /** Sessions and transactions are as long as the defaults say. {@code -Dsoak.seconds} makes it shorter. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("soak")
    void forMinutesWithKillsAndStops(boolean producersClock) throws Exception {
        Duration time = Duration.ofSeconds(Long.getLong("soak.seconds", 240));
        ClockSoak.Result result = new ClockSoak(producersClock, 200, time, Duration.ofSeconds(40),
                Duration.ofSeconds(20), Map.of()).run(LOGS.resolve("long-" + producersClock), data);

        SoakReport.write("Clocks from 1970 to 2100: " + (producersClock
                ? "an uploads topic that keeps any timestamp of a producer"
                : "the uploads topic that `topics` makes"), Map.of(
                        "Audit", result.audit().toString(),
                        "Kills and stops", "%d".formatted(result.faults()),
                        "Outcomes deleted by retention", "%,d".formatted(result.deleted()),
                        "Outcomes deleted before their time", "%,d".formatted(result.early().size()),
                        "Partitions with records after their time", "%d".formatted(result.pinned().size()),
                        "Retention of the outcomes", "40 s",
                        "Uploads", "%,d in %d s".formatted(result.uploads(), time.toSeconds())));
        assertClean(result);
    }

    private static void assertClean(ClockSoak.Result result) {
        assertSoftly(all -> {
            all.assertThat(result.audit()).matches(Audit::isClean, "is clean");
            all.assertThat(result.early()).as("deleted before their time").isEmpty();
            all.assertThat(result.pinned()).as("kept after their time").isEmpty();
            all.assertThat(result.deleted()).as("deleted").isPositive();
        });
    }
}
