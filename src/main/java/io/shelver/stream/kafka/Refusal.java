// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StreamsInvalidTopologyEpochException;
import org.apache.kafka.common.errors.StreamsInvalidTopologyException;
import org.apache.kafka.common.errors.StreamsTopologyFencedException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.TaskMigratedException;

/** Says why brokers refused a record or a request, what they refused it for, and what to do. */
final class Refusal {
    /** How Kafka Streams tells to which topic a record was sent. */
    private static final Pattern SENDING = Pattern.compile("sending record to topic (\\S+) for task");

    private final StreamSettings settings;

    Refusal(StreamSettings settings) {
        this.settings = settings;
    }

    /** The topic that a chain of failures names; a word for it if none is named. */
    private static String topic(List<Throwable> chain) {
        return chain.stream().map(failure -> SENDING.matcher(String.valueOf(failure.getMessage())))
                .filter(Matcher::find).map(found -> "the topic " + found.group(1)).findFirst().orElse("a topic");
    }

    /**
     * @param chain
     *            the failure and its causes; the topic may stand in another than the refusal
     */
    Optional<String> of(Throwable cause, List<Throwable> chain) {
        String topic = topic(chain);
        String application = settings.applicationId();
        return Optional.ofNullable(switch (cause) {
            case InvalidTimestampException time ->
                topic + " refused a record for its time: compare the clocks of this machine and of the brokers, and look at the topic's"
                        + " message.timestamp.before.max.ms and message.timestamp.after.max.ms (`shelver topics --check`)";
            case InvalidRecordException record -> topic + " refused a record (" + record.getMessage()
                    + "): if it is compacted (cleanup.policy), it takes none without a key; `shelver topics --check` tells";
            case PolicyViolationException policy ->
                topic + " is not allowed by the brokers' policy (%s): change the policy, or create the topic as it wants"
                        .formatted(policy.getMessage());
            case ThrottlingQuotaExceededException quota ->
                "a quota of the brokers stops us: raise it for the client ids that start with %s; %s"
                        .formatted(application, quota.getMessage());
            case InvalidReplicationFactorException few ->
                "the cluster has fewer brokers than replicas are asked for: set SHELVER_REPLICATION lower; "
                        + few.getMessage();
            case UnsupportedForMessageFormatException old -> topic
                    + " has an old message format, which holds no transactions: set its message.format.version to that of the brokers";
            case InvalidConfigurationException wrong ->
                "the brokers do not take a setting of %s: %s; they may be older than this release needs (`shelver topics --check`)"
                        .formatted(topic, wrong.getMessage());
            case UnsupportedCompressionTypeException compression ->
                "%s does not take our compression: set KAFKA_COMPRESSION_TYPE to one that the brokers know"
                        .formatted(topic);
            case CorruptRecordException corrupt ->
                "a record changed on its way to %s or on a disk: look at the brokers' disks and network; nothing is lost, start again"
                        .formatted(topic);
            case StreamsInvalidTopologyException topology -> otherTopology();
            case StreamsInvalidTopologyEpochException topology -> otherTopology();
            case StreamsTopologyFencedException topology -> otherTopology();
            case GroupIdNotFoundException other -> otherProtocol(other);
            case UnsupportedAssignorException other -> otherProtocol(other);
            case GroupMaxSizeReachedException full ->
                "the group %s has as many members as the brokers allow: raise group.max.size, or run fewer stream threads"
                        .formatted(application);
            case InvalidSessionTimeoutException session ->
                "the brokers do not allow our session timeout: set KAFKA_SESSION_TIMEOUT_MS between their group.min.session.timeout.ms and group.max.session.timeout.ms";
            case FencedMemberEpochException fenced -> takenOver();
            case ProducerFencedException fenced -> takenOver();
            case InvalidProducerEpochException fenced -> takenOver();
            case InvalidPidMappingException fenced -> takenOver();
            case TaskMigratedException migrated -> takenOver();
            case InvalidTxnStateException ended -> takenOver();
            case TransactionAbortedException aborted -> takenOver();
            case TransactionAbortableException aborted -> takenOver();
            case UnknownProducerIdException lost -> outOfOrder(topic);
            case OutOfOrderSequenceException lost -> outOfOrder(topic);
            case RetriableException passing ->
                "Kafka at %s cannot answer just now (%s): check that all brokers are up, and start again; nothing is lost"
                        .formatted(settings.bootstrapServers(), named(passing));
            case ApiException other ->
                "Kafka at %s refused what Shelver asked (%s): the brokers' log says why; nothing is lost, start again"
                        .formatted(settings.bootstrapServers(), named(other));
            default -> null;
        });
    }

    /** With the streams protocol the group has one topology, with the partitions that it was made with. */
    private String otherTopology() {
        return "the group %s knows other topics or partitions than there are: stop every instance, run `shelver topics`, and start again; nothing is lost"
                .formatted(settings.applicationId());
    }

    private String otherProtocol(ApiException failure) {
        return "the group %s has members with another %s: stop all instances, wait until the group is empty, then start them with the same one (%s)"
                .formatted(settings.applicationId(), StreamsConfig.GROUP_PROTOCOL_CONFIG, failure.getMessage());
    }

    private String takenOver() {
        return "other instances of %s took over, because this one did not answer in time: look for long pauses (processor, memory, network), and start it again; nothing is lost"
                .formatted(settings.applicationId());
    }

    private static String outOfOrder(String topic) {
        return "%s lost records that were written before: look at its brokers' disks and unclean.leader.election.enable"
                .formatted(topic);
    }

    private static String named(ApiException failure) {
        String name = failure.getClass().getSimpleName();
        return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
    }
}
