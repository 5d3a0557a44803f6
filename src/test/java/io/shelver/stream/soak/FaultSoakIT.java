// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.stream.Streams;
import io.shelver.stream.soak.ClassifierProcess.Variant;
import io.shelver.stream.soak.Fault.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens, each upload leaves by its own door, once and in order. The long ones draw their faults by {@code -Dsoak.seed},
 * or at random; {@code -Dsoak.uploads} and {@code -Dsoak.faults} make them shorter.
 */
class FaultSoakIT {
    private static final Path LOGS = Path.of("target", "soak");
    private static final List<Kind> ALL = List.of(Kind.values());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void fiveFaultsOfFiveKindsLoseAndRepeatNothing() throws Exception {
        List<Fault> faults = Fault.draw(28, 5, 5_000, FaultSoak.INSTANCES, ALL);
        FaultSoak soak = new FaultSoak(3, 5_000, 400, faults, TinyModels.class, Variant.EXACTLY_ONCE, Streams.CLASSIC);

        SoakOutcome outcome = soak.run(LOGS.resolve("small"), data);

        assertThat(outcome.audit()).matches(Audit::isClean, "is clean");
        assertThat(faults).extracting(Fault::kind).doesNotHaveDuplicates();
        assertThat(outcome.course().fallen()).isEqualTo(5);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void aMillionUploadsAndTwoHundredFaultsOnTheClassicProtocol() throws Exception {
        soak("classic", Streams.DEFAULTS, 1_000_000, 200);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void twoHundredThousandUploadsAndFortyFaultsOnTheStreamsProtocol() throws Exception {
        soak("streams", Streams.STREAMS_DEFAULTS, 200_000, 40);
    }

    private void soak(String protocol, Map<String, String> properties, int mostUploads, int mostFaults)
            throws Exception {
        int uploads = Integer.getInteger("soak.uploads", mostUploads);
        int count = Integer.getInteger("soak.faults", mostFaults);
        long seed = Long.getLong("soak.seed", new Random().nextInt(1_000_000));
        System.out.printf("soak: seed %d%n", seed);
        List<Fault> faults = Fault.draw(seed, count, uploads, FaultSoak.INSTANCES, ALL);
        FaultSoak soak = new FaultSoak(3, uploads, 1_000, faults, TinyModels.class, Variant.EXACTLY_ONCE, properties);

        SoakOutcome outcome = soak.run(LOGS.resolve(protocol), data);

        SoakReport.write("%,d uploads and %d faults, group.protocol=%s".formatted(uploads, count, protocol), soak,
                outcome, String.valueOf(seed));
        assertThat(outcome.feed()).matches(Audit::isClean, "is clean");
        assertThat(outcome.audit()).matches(Audit::isClean, "is clean");
        assertThat(outcome.course().fallen()).isEqualTo(count);
    }
}
