// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KillIT {
    private static final Path LOGS = Path.of("target", "kill");

    @Test
    @Timeout(180)
    void threeKillsLoseNothingRepeatNothingAndKeepTheOrderOfAKey() throws Exception {
        Killing killing = new Killing(4_000, 3, SlowModels.class, true);

        Killing.Outcome outcome = killing.run(LOGS.resolve("small"));

        assertThat(outcome.audit()).matches(Audit::isClean);
        assertThat(outcome.deliveries()).isEqualTo(4_000);
        assertThat(outcome.kills()).isEqualTo(3);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void tenKillsLoseNothingOfFiftyThousandUploads() throws Exception {
        Killing killing = new Killing(50_000, 12, SlowModels.class, true);

        Killing.Outcome outcome = killing.run(LOGS.resolve("soak"));

        SoakReport.write("kill -9 under load", killing, outcome);
        assertThat(outcome.audit()).matches(Audit::isClean);
        assertThat(outcome.deliveries()).isEqualTo(50_000);
        assertThat(outcome.kills()).isEqualTo(12);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void withoutTheChangeLogTheSameAuditFindsLosses() throws Exception {
        Killing killing = new Killing(50_000, 12, SlowModels.class, false);

        Killing.Outcome outcome = killing.run(LOGS.resolve("control"));

        SoakReport.write("Control: the same with the change log off", killing, outcome);
        assertThat(outcome.audit().lost()).isNotEmpty();
    }
}
