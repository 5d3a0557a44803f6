// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Listing;
import io.shelver.events.ProductUploaded;
import io.shelver.stream.format.EventId;
import io.shelver.stream.kafka.SourceRecord;
import java.util.UUID;

/** A record of the uploads topic that holds a legal listing. */
public record Upload(SourceRecord source, ProductUploaded event, Listing listing) implements Arrival {
    UUID eventId() {
        return EventId.of(event, source);
    }
}
