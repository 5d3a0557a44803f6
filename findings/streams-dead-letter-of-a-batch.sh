#!/usr/bin/env bash
# What surprised us: Kafka Streams' dead-letter queue holds the record that triggered a processor, not the one that failed in
#   it. If a punctuator fails, there is a dead letter too: its key and value are null, its partition and offset -1.
# Where it was met: Shelver runs the models on batches from a buffer. Kafka's own dead letters would have blamed the wrong upload.
# Guess before running: the dead letter is the last record of the batch, as RATIONALE says; a punctuator's failure gives none, or
#   one without a source. Right.
# What it does: runs a processor that buffers three records, the second of them bad, in TopologyTestDriver 4.3.1 with
#   LogAndContinueProcessingExceptionHandler; first it works on the buffer at the third record, then in a punctuator.
# Output seen (2026-12-01): the dead letter of the full buffer is "k3 good" at offset 2; that of the punctuator is
#   "null null", its topic header null, partition -1, offset -1.
set -euo pipefail
. "$(dirname "$0")/common.bash"

need_java
java_packages -org.rocksdb:rocksdbjni \
  org.apache.kafka:kafka-streams:4.3.1 org.apache.kafka:kafka-streams-test-utils:4.3.1

run_java Batches <<'JAVA'
import java.time.Duration;
import java.util.*;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;

public class Batches {
    /** Works on what it holds at the third record, or in a punctuator. */
    record Buffer(boolean punctuated, List<Record<String, String>> held) implements Processor<String, String, String, String> {
        @Override
        public void init(ProcessorContext<String, String> context) {
            if (punctuated) {
                context.schedule(Duration.ofMillis(10), PunctuationType.WALL_CLOCK_TIME, now -> work());
            }
        }

        @Override
        public void process(Record<String, String> upload) {
            held.add(upload);
            if (!punctuated && held.size() == 3) {
                work();
            }
        }

        void work() {
            for (Record<String, String> upload : held) {
                if (upload.value().equals("bad")) {
                    held.clear();
                    throw new IllegalStateException("the bad one is " + upload.key());
                }
            }
        }
    }

    static void deadLetter(String name, boolean punctuated) {
        Topology topology = new Topology()
                .addSource("uploads", new StringDeserializer(), new StringDeserializer(), "uploads")
                .addProcessor("buffer", () -> new Buffer(punctuated, new ArrayList<>()), "uploads");
        Properties settings = new Properties();
        settings.put("application.id", "example");
        settings.put("bootstrap.servers", "localhost:9092");
        settings.put("errors.dead.letter.queue.topic.name", "letters");
        settings.put("processing.exception.handler", LogAndContinueProcessingExceptionHandler.class.getName());
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
            var uploads = driver.createInputTopic("uploads", new StringSerializer(), new StringSerializer());
            uploads.pipeInput("k1", "good");
            uploads.pipeInput("k2", "bad");
            uploads.pipeInput("k3", "good");
            driver.advanceWallClockTime(Duration.ofMillis(20));
            TestRecord<String, String> letter =
                    driver.createOutputTopic("letters", new StringDeserializer(), new StringDeserializer()).readRecord();
            System.out.printf("%s=%s %s, %s, topic %s, partition %s, offset %s%n", name, letter.key(), letter.value(),
                    header(letter, "message"), header(letter, "topic"), header(letter, "partition"), header(letter, "offset"));
        }
    }

    static String header(TestRecord<String, String> letter, String name) {
        byte[] value = letter.headers().lastHeader("__streams.errors." + name).value();
        return value == null ? "null" : '"' + new String(value) + '"';
    }

    public static void main(String[] args) {
        deadLetter("full_buffer", false);
        deadLetter("punctuator", true);
    }
}
JAVA

check full_buffer 'k3 good, "the bad one is k2", topic "uploads", partition "0", offset "2"'
check punctuator 'null null, "the bad one is k2", topic null, partition "-1", offset "-1"'
