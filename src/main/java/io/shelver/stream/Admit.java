// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.SourceRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Passes uploads on, and sends every other record to the dead letters at once. */
final class Admit extends ContextualProcessor<byte[], byte[], byte[], Object> {
    static final String NODE = "admit";

    private final Admission admission;
    private final Outcomes outcomes;
    private final StreamListener listener;

    Admit(Admission admission, Outcomes outcomes, StreamListener listener) {
        this.admission = admission;
        this.outcomes = outcomes;
        this.listener = listener;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        listener.received();
        RecordMetadata from = context().recordMetadata().orElseThrow();
        Coordinates at = new Coordinates(from.topic(), from.partition(), from.offset());
        SourceRecord source = new SourceRecord(at, record.timestamp(), record.key(), record.value(), record.headers());
        try {
            Upload upload = admission.admit(source);
            context().forward(record.withValue(upload), MicroBatch.NODE);
        } catch (RefusedException e) {
            Outgoing outgoing = outcomes.refused(source, e);
            context().forward(outgoing.record().withValue((Object) outgoing.record().value()), outgoing.door().key());
        }
    }
}
