// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
    @Timeout(180)
    void threeKillsLoseNothingRepeatNothingAndKeepTheOrderOfAKey() throws Exception {
        Killing killing = new Killing(4_000, 3, Attack.KILL, SlowModels.class, true);

        Killing.Outcome outcome = killing.run(LOGS.resolve("small"), data);

        assertThat(outcome.audit()).matches(Audit::isClean);
        assertThat(outcome.deliveries()).isEqualTo(4_000);
        assertThat(outcome.attacks()).isEqualTo(3);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void twelveKillsOfRealModelsLoseNothingOfFiftyThousandUploads() throws Exception {
        Killing killing = new Killing(50_000, 12, Attack.KILL, TinyModels.class, true);

        Killing.Outcome outcome = killing.run(LOGS.resolve("soak"), data);

        SoakReport.write("kill -9 under load", killing, outcome);
        assertThat(outcome.audit()).matches(Audit::isClean);
        assertThat(outcome.deliveries()).isEqualTo(50_000);
        assertThat(outcome.attacks()).isEqualTo(12);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void withoutTheChangeLogTheSameAuditFindsLosses() throws Exception {
        Killing killing = new Killing(50_000, 12, Attack.KILL, TinyModels.class, false);

        Killing.Outcome outcome = killing.run(LOGS.resolve("control"), data);

        SoakReport.write("Control: the same with the change log off", killing, outcome);
        assertThat(outcome.audit().lost()).isNotEmpty();
    }

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void instancesThatFreezeAndWakeUpAfterOthersTookOverAreFenced() throws Exception {
        Killing killing = new Killing(200_000, 4, Attack.FREEZE, SlowModels.class, true);

        Killing.Outcome outcome = killing.run(LOGS.resolve("freeze"), data);

        SoakReport.write("kill -STOP under load, kill -CONT six seconds later", killing, outcome);
        assertThat(outcome.audit()).matches(Audit::isClean);
        assertThat(outcome.attacks()).isEqualTo(4);
    }
}
