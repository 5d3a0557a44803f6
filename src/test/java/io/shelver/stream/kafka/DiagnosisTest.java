// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.stream.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
    private final Diagnosis diagnosis = new Diagnosis(Streams.plain("kafka:9092"));

    static Stream<Arguments> failures() {
        return Stream.of(
                failure(new TopicAuthorizationException(Set.of("category-reviews")),
                        "does not let us use the topics [category-reviews]: allow Read on product-uploads, Write on"),
                failure(GroupAuthorizationException.forGroupId("shelver"), "does not let us use the group shelver"),
                failure(new TransactionalIdAuthorizationException("no"),
                        "Write and Describe on those that start with shelver-"),
                failure(new ClusterAuthorizationException("no IdempotentWrite"), "something: no IdempotentWrite"),
                failure(new SaslAuthenticationException("bad password"),
                        "Kafka at kafka:9092 does not accept our credentials: bad password; check KAFKA_SECURITY_PROTOCOL"),
                failure(new SslAuthenticationException("SSL handshake failed",
                        new IOException("wrapped", new IOException("unable to find valid certification path"))),
                        "TLS with Kafka at kafka:9092 failed: unable to find valid certification path; check that ssl.truststore has the authority"),
                failure(new MissingSourceTopicException("m"), "a topic is missing: `shelver topics --check` names it"),
                failure(new UnknownTopicOrPartitionException("m"), "a topic is missing"),
                failure(new KafkaStorageException("m"), "a broker cannot write to its disk, which may be full"),
                failure(new NotEnoughReplicasException("m"), "min.insync.replicas"),
                failure(new RecordTooLargeException("m"), "SHELVER_MAX_UPLOAD_BYTES (4,194,304) need"),
                failure(new InvalidTxnTimeoutException("m"),
                        "does not allow transactions of 35,000 ms: raise its transaction.max.timeout.ms"),
                failure(new TimeoutException("60000 ms passed"),
                        "Kafka at kafka:9092 does not answer in time: 60000 ms passed; check that all brokers are up, that their disks have space, and that no topic is missing (`shelver topics --check`)"),
                failure(new KafkaException(
                        "The client hasn't received acknowledgment for some previously sent messages"),
                        "Kafka at kafka:9092 does not answer in time: The client hasn't received"),
                failure(new UnknownServerException("m"),
                        "a broker failed, perhaps because its disk is full: its log says why"),
                failure(new UnsupportedVersionException("m"), "the broker is too old for this release: update it; m"),
                failure(new InconsistentGroupProtocolException("m"), "another group.protocol: stop all instances"),
                failure(new UnreleasedInstanceIdException("m"), "the same group.instance.id"),
                failure(new FencedInstanceIdException("m"), "the same group.instance.id"),
                failure(new ConfigException("linger.ms", "x"), "a KAFKA_* setting is wrong: Invalid value x"),
                failure(new StreamsException("Existing internal topic has invalid partitions: expected: 4; actual: 2."),
                        "product-uploads has more or fewer partitions than its changelog: stop every instance of shelver and start again"),
                failure(new KafkaException("Received exception when fetching the next record from product-uploads-1."),
                        "from product-uploads-1. To skip it, stop every instance and move the offset of the group shelver past it"),
                failure(new ClassifierUnavailableException("a model failed", new IllegalStateException("no device")),
                        "the models cannot run: a model failed (java.lang.IllegalStateException: no device)"),
                failure(new ClassifierUnavailableException("not classified within 5000 ms"),
                        "the models cannot run: not classified within 5000 ms"),
                failure(new OutOfMemoryError("Java heap space"),
                        "out of memory (Java heap space): give the process more"),
                failure(new IOException("accept: Too many open files"),
                        "out of file descriptors: raise the limit (ulimit -n)"),
                failure(new IOException("/data/x: No space left on device"),
                        "/data/x: No space left on device): free some space"),
                failure(new UnsatisfiedLinkError("libonnxruntime.so"), "the installation is broken"),
                failure(new StreamException("no answer"), "no answer"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureBecomesWhatHappenedAndWhatToDo(Throwable failure, String says) {
        assertThat(diagnosis.of(failure)).contains(says).doesNotContain("\n");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsRecognisedWhateverItIsWrappedIn(Throwable failure, String says) {
        assertThat(diagnosis.of(new StreamsException("task 0_1 failed", new KafkaException("m", failure))))
                .contains(says);
        assertThat(diagnosis.of(new UncheckedIOException(new IOException(failure)))).contains(says);
    }

    /** Nothing that Kafka can answer is a fault that nobody knows. */
    @Test
    void everyErrorThatBrokersAnswerHasWords() {
        assertThat(Errors.values()).filteredOn(error -> error.exception() != null).hasSizeGreaterThan(100)
                .allSatisfy(error -> assertThat(
                        diagnosis.of(new StreamsException("task 0_1 failed", error.exception("what it said"))))
                        .as(error.name()).doesNotContain("report it").contains(": "));
    }

    @Test
    void aRefusalNamesItsTopic() {
        StreamsException refused = new StreamsException(
                "Error encountered sending record to topic category-reviews for task 0_1 due to: x",
                new InvalidTimestampException("Timestamp 1 of message with offset 0 is out of range"));

        assertThat(diagnosis.of(refused)).startsWith("the topic category-reviews refused a record for its time")
                .contains("message.timestamp.after.max.ms");
    }

    @Test
    void aCompactedTopicThatWantsAKeyIsNamed() {
        StreamsException refused = new StreamsException(
                "Error encountered sending record to topic dead for task 0_1 due to: x",
                new InvalidRecordException("Compacted topic cannot accept message without key"));

        assertThat(diagnosis.of(refused)).startsWith("the topic dead refused a record").contains("cleanup.policy");
    }

    @Test
    void whatRanOutIsToldBeforeWhatFailedOfIt() {
        assertThat(diagnosis.of(new ClassifierUnavailableException("m", new IOException("Too many open files"))))
                .startsWith("out of file descriptors");
    }

    @Test
    void whatNobodyKnowsIsToldInItsOwnWords() {
        assertThat(diagnosis.of(new IllegalStateException("a waiting upload is in format 9")))
                .isEqualTo("a fault that Shelver does not know, please report it: "
                        + "java.lang.IllegalStateException: a waiting upload is in format 9");
    }

    private static Arguments failure(Throwable failure, String says) {
        return Arguments.of(failure, says);
    }
}
