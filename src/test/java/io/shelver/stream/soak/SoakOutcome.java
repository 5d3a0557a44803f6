// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.soak;

import io.shelver.stream.Deliveries;
import io.shelver.stream.kafka.StreamSettings;

import java.time.Duration;
import java.util.Map;

/**
 * What a {@code read_committed} reader found in the end.
 *
 * @param audit
 *            of what stands behind the doors
 * @param feed
 *            of the uploads themselves: anything wrong there would be the feed's fault, or the broker's
 * @param took
 *            from the start of the classifiers to the last delivery
 */
record SoakOutcome(Audit audit, Audit feed, Ledger ledger, Course course, Map<String, Integer> ownStops, int lateStops,
        Duration took) {

    static SoakOutcome read(StreamSettings settings, Course course, Fleet fleet, Duration took) {
        Ledger uploads = new Ledger(course.uploads(), delivery -> true);
        Deliveries.readUploads(settings, uploads::add);
        Ledger outcomes = new Ledger(course.uploads(), NumberedUploads::isOf);
        Deliveries.readAll(settings, outcomes::add);
        return new SoakOutcome(outcomes.audit(), uploads.audit(), outcomes, course, fleet.ownStops(),
                fleet.lateStops(), took);
    }
}
