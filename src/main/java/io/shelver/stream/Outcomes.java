// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Decision;
import io.shelver.classify.Door;
import io.shelver.classify.FailureClass;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.EventId;
import io.shelver.stream.format.Faults;
import io.shelver.stream.format.RefusedException;
import io.shelver.stream.kafka.SourceRecord;
import io.shelver.stream.kafka.Topics;
import io.shelver.stream.letters.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;

/** Turns decisions and failures into records that can be written. A write that failed later would have no upload to blame. */
public final class Outcomes {
    private final Topics topics;
    private final EventFormat format;
    private final Events events;
    private final DeadLetters deadLetters;
    private final StreamListener listener;

    public Outcomes(Topics topics, EventFormat format, Events events, StreamListener listener) {
        this.topics = topics;
        this.format = format;
        this.events = events;
        this.deadLetters = new DeadLetters(topics.maxOutcomeBytes());
        this.listener = listener;
    }

    Outgoing refused(SourceRecord source, RefusedException refusal) {
        return deadLetter(source, refusal.eventId().orElseGet(() -> EventId.of(source)), refusal.failureClass(),
                refusal,
                String.valueOf(refusal.getMessage()));
    }

    Outgoing of(Upload upload, Attempt attempt) {
        return switch (attempt) {
            case Attempt.Decided decided -> of(upload, decided.decision());
            case Attempt.Failed failed -> deadLetter(upload.source(), upload.eventId(), failed.failureClass(),
                    failed.cause(), "the classifier failed on this listing alone");
        };
    }

    /** By the door that the decision asks for; a dead letter if the outcome cannot be written. */
    public Outgoing of(Upload upload, Decision decision) {
        Door door = switch (decision) {
            case Decision.Categorized categorized -> Door.CATEGORIES;
            case Decision.NeedsReview review -> Door.REVIEWS;
        };
        SourceRecord source = upload.source();
        byte[] value;
        try {
            value = format.write(topics.of(door), events.of(upload, decision));
        } catch (RuntimeException e) {
            return deadLetter(source, upload.eventId(), Faults.writing(e).orElseThrow(() -> e), e,
                    "the outcome cannot be written as an event");
        }
        // Outcomes have the id as text, whatever the upload's key is written as.
        byte[] key = upload.listing().id().getBytes(StandardCharsets.UTF_8);
        int bytes = SourceRecord.bytes(key, value, source.headers());
        if (bytes > topics.maxOutcomeBytes()) {
            return refused(source, new RefusedException(FailureClass.OUTCOME_TOO_LARGE,
                    "the outcome has %,d bytes, at most %,d are allowed".formatted(bytes, topics.maxOutcomeBytes()))
                    .named(upload.eventId()));
        }
        listener.decided(decision, Duration.between(upload.event().getUploadedAt(), events.now()));
        return new Outgoing(door, new Record<>(key, value, events.now().toEpochMilli(), source.headers()));
    }

    private Outgoing deadLetter(SourceRecord source, UUID eventId, FailureClass failureClass, Throwable cause,
            String message) {
        listener.deadLetter(failureClass);
        return new Outgoing(Door.DEAD_LETTERS, deadLetters.of(source,
                new DeadLetters.Failure(eventId, events.now(), failureClass, cause, message)));
    }
}
