// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.Streams;
import io.shelver.stream.soak.ClassifierProcess.Variant;
import io.shelver.stream.soak.Fault.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KillIT {
    private static final Path LOGS = Path.of("target", "kill");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void threeKillsLoseNothingRepeatNothingAndKeepTheOrderOfAKey() throws Exception {
        FaultSoak soak = new FaultSoak(1, 4_000, 500, kills(3, 4_000), SlowModels.class, Variant.EXACTLY_ONCE,
                Streams.CLASSIC);

        SoakOutcome outcome = soak.run(LOGS.resolve("small"), data);

        assertThat(outcome.audit()).matches(Audit::isClean, "is clean");
        assertThat(outcome.course().fallen(Kind.KILL)).isEqualTo(3);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void withoutTheChangeLogTheSameAuditFindsLosses() throws Exception {
        FaultSoak soak = new FaultSoak(1, 50_000, 1_000, kills(12, 50_000), TinyModels.class,
                Variant.WITHOUT_CHANGE_LOG,
                Streams.CLASSIC);

        SoakOutcome outcome = soak.run(LOGS.resolve("control"), data);

        SoakReport.write("Control: kill -9 with the changelog off", soak, outcome, "1");
        assertThat(outcome.audit().lost()).isNotEmpty();
        assertThat(outcome.feed()).matches(Audit::isClean, "is clean");
    }

    private static List<Fault> kills(int count, int uploads) {
        return Fault.draw(1, count, uploads, FaultSoak.INSTANCES, List.of(Kind.KILL));
    }
}
