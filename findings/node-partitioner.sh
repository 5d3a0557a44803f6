#!/usr/bin/env bash
# What surprised us: @platformatic/kafka hashes keys with murmur2 as Java's producer does, and still sends half of them to other
#   partitions, if their number is no power of two: its default partitioner keeps the sign bit, Java's takes it off. `compatibilityPartitioner` agrees with Java.
# Where it was met: a listing whose revisions are uploaded by programs in two languages. Kafka keeps their order only within a
#   partition.
# Guess before running: the same hash means the same partition, so all 1,000 keys agree.
# What it does: asks Java's producer 4.3.1 and both partitioners of @platformatic/kafka 2.12.1 where 1,000 keys go, of 6
#   partitions and of 8.
# Output seen (2026-12-01): with 6 partitions the default agrees about 500 keys, with 8 about all, so a power of two hides it;
#   compatibilityPartitioner agrees about all.
set -euo pipefail
. "$(dirname "$0")/common.bash"

need_java
need node npm
java_packages org.apache.kafka:kafka-clients:4.3.1
(cd "$work" && install npm install --silent --no-save --no-package-lock --no-audit --no-fund @platformatic/kafka@2.12.1)

cat >"$work/partitions.mjs" <<'NODE'
import { compatibilityPartitioner, defaultPartitioner } from '@platformatic/kafka'

for (let i = 0; i < 1000; i++) {
  const key = Buffer.from(`listing-${i}`)
  console.log(defaultPartitioner({}, key), compatibilityPartitioner({}, key))
}
NODE
node "$work/partitions.mjs" >"$work/node"
run_java Partitions "$work/node" <<'JAVA'
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

public class Partitions {
    public static void main(String[] args) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(args[0]));
        int[] agree = new int[3];
        for (int i = 0; i < lines.size(); i++) {
            byte[] key = ("listing-" + i).getBytes(StandardCharsets.UTF_8);
            String[] node = lines.get(i).split(" ");
            agree[0] += Long.parseLong(node[0]) % 6 == BuiltInPartitioner.partitionForKey(key, 6) ? 1 : 0;
            agree[1] += Long.parseLong(node[0]) % 8 == BuiltInPartitioner.partitionForKey(key, 8) ? 1 : 0;
            agree[2] += Long.parseLong(node[1]) % 6 == BuiltInPartitioner.partitionForKey(key, 6) ? 1 : 0;
        }
        System.out.println("six=" + agree[0] + "\neight=" + agree[1] + "\ncompatible=" + agree[2]);
    }
}
JAVA

check six 500
check eight 1000
check compatible 1000
