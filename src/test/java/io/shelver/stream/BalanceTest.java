// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import static io.shelver.testing.Uploads.sure;
import static io.shelver.testing.Uploads.unsure;
import static io.shelver.testing.Uploads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.testing.FakeClassifier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the stream tells its listener adds up. */
class BalanceTest {
    private final Balance balance = new Balance();
    @AutoClose
    private final StreamDriver driver = new StreamDriver(new FakeClassifier(), balance);

    @Test
    void whatWaitsIsInFlight() {
        driver.upload(sure("a"));
        driver.upload(unsure("b"));

        assertThat(balance.inFlight()).isEqualTo(2);
        assertThat(balance.out()).isZero();
        assertThat(balance).matches(Balance::isEven);
    }

    @Test
    void whatLeftByAnyDoorIsNotInFlightAnyMore() {
        driver.upload(sure("a"));
        driver.upload(unsure("b"));
        driver.pipe(utf8("c"), utf8("not Avro"));

        driver.linger();

        assertThat(balance.out()).isEqualTo(3);
        assertThat(balance.inFlight()).isZero();
        assertThat(balance).matches(Balance::isEven);
    }

    @Test
    void aDeadLetterWasNeverInFlight() {
        driver.pipe(utf8("c"), utf8("not Avro"));

        assertThat(balance.out()).isEqualTo(1);
        assertThat(balance.inFlight()).isZero();
    }

    @Test
    void moreThanABatchFitsTheBooksToo() {
        for (int number = 0; number < 3 * StreamDriver.SETTINGS.slots() + 5; number++) {
            driver.upload(sure("a" + number));
        }

        assertThat(balance.inFlight()).isEqualTo(5);
        assertThat(balance).matches(Balance::isEven);
    }

    @Test
    void whatATaskStillHasWhenItIsClosedIsLeftAndNotInFlight() {
        try (StreamDriver closed = new StreamDriver(new FakeClassifier(), balance)) {
            closed.upload(sure("a"));
        }

        assertThat(balance.left()).isEqualTo(1);
        assertThat(balance.inFlight()).isZero();
        assertThat(balance).matches(Balance::isEven);
    }
}
