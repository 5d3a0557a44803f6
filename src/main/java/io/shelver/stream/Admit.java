// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Tells the uploads from the records that are none. */
final class Admit extends ContextualProcessor<byte[], byte[], byte[], Arrival> {
    static final String NODE = "admit";

    private final Admission admission;
    private final StreamListener listener;

    Admit(Admission admission, StreamListener listener) {
        this.admission = admission;
        this.listener = listener;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        listener.received();
        RecordMetadata from = context().recordMetadata().orElseThrow();
        Coordinates at = new Coordinates(from.topic(), from.partition(), from.offset());
        long timestamp = ArrivalTime.takeUploadTimestamp(record);
        context().forward(record.withValue(
                arrival(new SourceRecord(at, timestamp, record.key(), record.value(), record.headers()))));
    }

    private Arrival arrival(SourceRecord source) {
        try {
            return admission.admit(source);
        } catch (RefusedException e) {
            return new Arrival.Refused(source, e);
        }
    }
}
