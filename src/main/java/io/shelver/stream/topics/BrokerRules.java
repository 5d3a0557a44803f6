// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.topics;

import io.shelver.stream.kafka.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges whether the brokers are new enough, and allow what Shelver asks of them. */
final class BrokerRules {
    /** Kafka 3.3, the oldest release on which the tests of the profile {@code brokers} pass: its {@code metadata.version}. */
    static final int OLDEST = 7;
    /** A day: an instance that is away for a night keeps its place. */
    static final Duration LEAST_OFFSETS_RETENTION = Duration.ofHours(24);
    /** What a record may wait for until a producer gives it up: Kafka's {@code delivery.timeout.ms}, in seconds. */
    private static final int SECONDS_TO_DELIVER = 120;

    private BrokerRules() {
    }

    static TopicRules.Findings of(BrokerFacts brokers, StreamSettings settings) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (brokers.metadataVersion() > 0 && brokers.metadataVersion() < OLDEST) {
            problems.add("the brokers are older than Kafka 3.3 (metadata.version %d): update them"
                    .formatted(brokers.metadataVersion()));
        } else if (brokers.metadataVersion() == 0) {
            warnings.add(
                    "the brokers do not tell their metadata.version, as those with ZooKeeper: Shelver was not tried on them");
        }
        long transaction = settings.transactionTimeout().toMillis();
        long mostTransaction = brokers.number("transaction.max.timeout.ms", Long.MAX_VALUE);
        if (transaction > mostTransaction) {
            problems.add(
                    "the brokers allow transactions of %,d ms (transaction.max.timeout.ms), and a batch deadline of %,d ms needs %,d: raise the one, or set SHELVER_BATCH_DEADLINE_MS lower"
                            .formatted(mostTransaction, settings.batchDeadline().toMillis(), transaction));
        }
        long session = settings.sessionTimeout().toMillis();
        long leastSession = brokers.number("group.min.session.timeout.ms", 0);
        long mostSession = brokers.number("group.max.session.timeout.ms", Long.MAX_VALUE);
        if (!settings.brokerAssigns() && (session < leastSession || session > mostSession)) {
            problems.add(
                    "the brokers allow sessions of %,d to %,d ms (group.min.session.timeout.ms, group.max.session.timeout.ms), not %,d: set KAFKA_SESSION_TIMEOUT_MS"
                            .formatted(leastSession, mostSession, session));
        }
        long offsets = brokers.number("offsets.retention.minutes", Long.MAX_VALUE);
        if (offsets < LEAST_OFFSETS_RETENTION.toMinutes()) {
            warnings.add(
                    "the brokers forget the place of a group that has no instance for %,d minutes (offsets.retention.minutes): set it to %,d or more"
                            .formatted(offsets, LEAST_OFFSETS_RETENTION.toMinutes()));
        }
        brokers.quotas().forEach((quota, limit) -> {
            double seconds = settings.topics().maxOutcomeBytes() / limit;
            if (quota.endsWith("_byte_rate") && seconds > SECONDS_TO_DELIVER) {
                warnings.add(
                        "the quota %s lets our clients send or read %,.0f bytes a second, so that the largest upload takes %,.0f s: raise it"
                                .formatted(quota, limit, seconds));
            }
        });
        return new TopicRules.Findings(problems, warnings);
    }
}
