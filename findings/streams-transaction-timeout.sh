#!/usr/bin/env bash
# What surprised us: in Kafka Streams transactions time out after 10 s, not after the producer's 60 s. A
#   transaction.timeout.ms without the prefix `producer.` reaches the producer, but the check of the commit interval does not
#   see it: it rejects a legal pair of settings with a timeout that is not in force.
# Where it was met: Shelver computes the timeout from the deadline of a batch, since one transaction spans a batch of every
#   partition of a thread. With 10 s a slow batch would be fenced again and again.
# Guess before running: 10 s, as the design page says. Right. Not guessed: the check that overlooks a setting.
# What it does: makes StreamsConfig of kafka-streams 4.3.1 for exactly_once_v2, with the setting in both spellings.
# Output seen (2026-12-01): default 10000; unprefixed 60000 in the producer; with a commit interval of 20000 unprefixed is
#   rejected ("Transaction timeout 10000 was set lower than streams commit interval 20000"), prefixed is accepted.
set -euo pipefail
. "$(dirname "$0")/common.bash"

need_java
java_packages -org.rocksdb:rocksdbjni org.apache.kafka:kafka-streams:4.3.1

run_java Timeouts <<'JAVA'
import java.util.*;
import org.apache.kafka.streams.StreamsConfig;

public class Timeouts {
    static void producer(String name, String... settings) {
        Map<String, Object> all = new HashMap<>(Map.of("application.id", "example", "bootstrap.servers", "localhost:9092",
                "processing.guarantee", "exactly_once_v2"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        try {
            System.out.println(name + "=" + new StreamsConfig(all).getProducerConfigs("client").get("transaction.timeout.ms"));
        } catch (IllegalArgumentException e) {
            System.out.println(name + "=" + e.getMessage().replaceAll("\\..*", ""));
        }
    }

    public static void main(String[] args) {
        producer("default");
        producer("unprefixed", "transaction.timeout.ms", "60000");
        producer("unprefixed_long_commit", "transaction.timeout.ms", "60000", "commit.interval.ms", "20000");
        producer("prefixed_long_commit", "producer.transaction.timeout.ms", "60000", "commit.interval.ms", "20000");
    }
}
JAVA

check default 10000
check unprefixed 60000
check unprefixed_long_commit "Transaction timeout 10000 was set lower than streams commit interval 20000"
check prefixed_long_commit 60000
