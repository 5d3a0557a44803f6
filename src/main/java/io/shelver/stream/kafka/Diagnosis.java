// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import io.shelver.classify.ClassifierUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MisconfiguredInternalTopicException;
import org.apache.kafka.streams.errors.MissingInternalTopicsException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TopologyException;
import org.jspecify.annotations.Nullable;

/** Says what stopped the service: what happened, to what, and what to do. It is what operators read at night. */
public final class Diagnosis {
    private final StreamSettings settings;
    private final Refusal refusal;

    public Diagnosis(StreamSettings settings) {
        this.settings = settings;
        this.refusal = new Refusal(settings);
    }

    /** Names the first failure that is known, from the outermost to its last cause; an exhausted machine before all others. */
    public String of(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return chain.stream().map(Diagnosis::exhausted).flatMap(Optional::stream).findFirst()
                .or(() -> chain.stream().map(this::known).flatMap(Optional::stream).findFirst())
                .or(() -> chain.stream().map(cause -> refusal.of(cause, chain)).flatMap(Optional::stream).findFirst())
                .orElseGet(() -> "a fault that Shelver does not know, please report it: " + failure);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    /** What the machine ran out of. Other failures follow from it, so it is named first. */
    private static Optional<String> exhausted(Throwable cause) {
        return Optional.ofNullable(switch (cause) {
            case OutOfMemoryError memory ->
                "out of memory (%s): give the process more memory, or set SHELVER_BATCH_SIZE,"
                        .formatted(memory.getMessage())
                        + " SHELVER_STREAM_THREADS or SHELVER_MAX_UPLOAD_BYTES lower";
            case IOException io -> exhausted(String.valueOf(io.getMessage()));
            case LinkageError broken ->
                "the installation is broken, because a library is missing or cannot be loaded: install it again; "
                        + broken;
            default -> null;
        });
    }

    private static @Nullable String exhausted(String message) {
        if (message.contains("Too many open files")) {
            return "out of file descriptors: raise the limit (ulimit -n), 1,024 are enough for most";
        }
        return message.contains("No space left on device")
                ? "the disk is full (%s): free some space".formatted(message)
                : null;
    }

    private Optional<String> known(Throwable cause) {
        return Optional.ofNullable(switch (cause) {
            case ClassifierUnavailableException models -> "the models cannot run: " + withCause(models);
            case AuthorizationException forbidden -> forbidden(forbidden);
            case SslAuthenticationException untrusted ->
                "TLS with Kafka at %s failed: %s; check that ssl.truststore has the authority that signed the broker's certificate, and that the certificate names this address"
                        .formatted(settings.bootstrapServers(), chain(untrusted).getLast().getMessage());
            case AuthenticationException refused ->
                ("Kafka at %s does not accept our credentials: %s; check KAFKA_SECURITY_PROTOCOL,"
                        + " KAFKA_SASL_* and KAFKA_SSL_*").formatted(settings.bootstrapServers(), refused.getMessage());
            case MissingSourceTopicException missing -> missingTopic();
            case MissingInternalTopicsException missing -> missingTopic();
            case UnknownTopicOrPartitionException missing -> missingTopic();
            case UnknownTopicIdException missing -> missingTopic();
            case InvalidTopicException missing -> missingTopic();
            case KafkaStorageException disk ->
                "a broker cannot write to its disk, which may be full: free some space there, then start again; nothing is lost";
            case NotEnoughReplicasException few -> fewReplicas();
            case NotEnoughReplicasAfterAppendException few -> fewReplicas();
            case RecordTooLargeException large -> tooLarge();
            case RecordBatchTooLargeException large -> tooLarge();
            case InvalidTxnTimeoutException refused ->
                "the broker does not allow transactions of %,d ms: raise its transaction.max.timeout.ms, or set SHELVER_BATCH_DEADLINE_MS lower"
                        .formatted(settings.transactionTimeout().toMillis());
            case TimeoutException slow -> unanswered(slow);
            case UnknownServerException broken -> "a broker failed, perhaps because its disk is full: its log says why";
            case UnsupportedVersionException old ->
                "the broker is too old for this release: update it; " + old.getMessage();
            case InconsistentGroupProtocolException mixed ->
                "other instances of %s use another group.protocol: stop all instances, then start them with the same one"
                        .formatted(settings.applicationId());
            case UnreleasedInstanceIdException taken -> sameInstance();
            case FencedInstanceIdException taken -> sameInstance();
            case ConfigException wrong -> "a KAFKA_* setting is wrong: " + wrong.getMessage();
            case MisconfiguredInternalTopicException wrong -> otherPartitions();
            // Ours never changes. With the streams protocol the partitions of a topic belong to it.
            case TopologyException changed -> otherPartitions();
            case StreamsException streams -> String.valueOf(streams.getMessage()).contains("invalid partitions")
                    ? otherPartitions()
                    : null;
            case StreamException ours -> ours.getMessage();
            case KafkaException kafka -> byItsWords(kafka);
            default -> null;
        });
    }

    /** Failures that have no type of their own. */
    private @Nullable String byItsWords(KafkaException failure) {
        String words = String.valueOf(failure.getMessage());
        if (words.startsWith("Received exception when fetching")) {
            return unreadableRecord(failure);
        }
        // A producer says so of a transaction in which a record timed out. No cause in the chain is a timeout then.
        return words.contains("hasn't received acknowledgment") ? unanswered(failure) : null;
    }

    private String unanswered(KafkaException slow) {
        return ("Kafka at %s does not answer in time: %s; check that all brokers are up, that their disks have space, and that no topic is missing"
                + " (`shelver topics --check`)").formatted(settings.bootstrapServers(), slow.getMessage());
    }

    private String forbidden(AuthorizationException forbidden) {
        Topics topics = settings.topics();
        String grant = switch (forbidden) {
            case TopicAuthorizationException on ->
                "the topics %s: allow Read on %s, Write on %s, %s and %s, Read and Write on %s, and Describe on all"
                        .formatted(on.unauthorizedTopics(), topics.uploads(), topics.categories(), topics.reviews(),
                                topics.deadLetters(), settings.changeLog());
            case GroupAuthorizationException group ->
                "the group %s: allow Read on it".formatted(settings.applicationId());
            case TransactionalIdAuthorizationException on ->
                "our transactional ids: allow Write and Describe on those that start with %s-"
                        .formatted(settings.applicationId());
            default -> "something: " + forbidden.getMessage();
        };
        return "Kafka at %s does not let us use %s; `topics --acls` prints every permission that is needed"
                .formatted(settings.bootstrapServers(), grant);
    }

    /** Kafka's client cannot decode the record, so it reaches no code of ours and can leave by no door. */
    private String unreadableRecord(KafkaException failure) {
        return ("Kafka's own client cannot read a record that a producer wrote wrongly: %s To skip it, stop every instance and move the"
                + " offset of the group %s past it (kafka-consumer-groups --reset-offsets)")
                .formatted(failure.getMessage(), settings.applicationId());
    }

    private String missingTopic() {
        return "a topic is missing: `shelver topics --check` names it, and the next start creates it if it is allowed to; what a"
                + " deleted topic held is lost";
    }

    private static String fewReplicas() {
        return "a topic has fewer replicas in sync than its min.insync.replicas: start its brokers again";
    }

    private String tooLarge() {
        return "a topic takes smaller records than uploads of SHELVER_MAX_UPLOAD_BYTES (%,d) need: `shelver topics --check` names it"
                .formatted(settings.topics().maxUploadBytes());
    }

    private static String sameInstance() {
        return "two instances have the same group.instance.id: give each instance an id of its own";
    }

    private String otherPartitions() {
        return "%s has more or fewer partitions than its changelog: stop every instance of %s and start again, which adds those that the changelog lacks; nothing is lost"
                .formatted(settings.topics().uploads(), settings.applicationId());
    }

    private static String withCause(Throwable failure) {
        Throwable cause = failure.getCause();
        String message = String.valueOf(failure.getMessage());
        return cause == null || message.contains(String.valueOf(cause.getMessage()))
                ? message
                : message + " (" + cause + ")";
    }
}
