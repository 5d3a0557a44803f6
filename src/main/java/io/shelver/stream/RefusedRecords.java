// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.stream.kafka.Coordinates;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.letters.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names in the log the record that a topic refused, and lets the service stop. To go on would lose the record. Kafka Streams makes
 * this class by its name, so it is public.
 */
public final class RefusedRecords implements ProductionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedRecords.class);
    private static final int MOST_CHARACTERS = 100;

    @Override
    public void configure(Map<String, ?> configs) {
        // It has no settings.
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record,
            Exception exception) {
        LOG.error("the topic {} refused {} ({}); the service stops, and nothing is lost", record.topic(), named(record),
                exception.getClass().getSimpleName());
        return Response.fail();
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public Response handleSerializationError(ErrorHandlerContext context, ProducerRecord record, Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.fail();
    }

    private static String named(ProducerRecord<byte[], byte[]> record) {
        if (record.topic().endsWith("-" + StreamSettings.SLOTS + "-changelog")) {
            return "an upload that waits for its batch";
        }
        Optional<Coordinates> upload = Coordinates.from(record.headers(), DeadLetters.TOPIC, DeadLetters.PARTITION,
                DeadLetters.OFFSET);
        return upload.map(at -> "the dead letter of the upload " + at)
                .orElseGet(() -> "the outcome of the listing " + printable(record.key()));
    }

    /** Keys come from strangers. */
    private static String printable(byte @Nullable [] key) {
        if (key == null) {
            return "without a key";
        }
        String text = new String(key, StandardCharsets.UTF_8).replaceAll("[^\\p{Alnum}._:@+ -]", "?");
        return "'" + text.substring(0, Math.min(text.length(), MOST_CHARACTERS)) + "'";
    }
}
