// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.SourceRecord;

/** A record of the uploads topic after its admission. */
sealed interface Arrival permits Upload, Arrival.Refused {

    /** The record as it came. */
    SourceRecord source();

    /** A record that holds no legal listing. */
    record Refused(SourceRecord source, RefusedException why) implements Arrival {}
}
