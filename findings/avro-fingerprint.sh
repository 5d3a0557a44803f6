#!/usr/bin/env bash
# What surprised us: the avro package for Python and Java's Avro compute different CRC-64 fingerprints of a schema with
#   a logical type; fastavro agrees with Java. The Python package keeps `{"type": "long"}` in the canonical form, the others
#   write `"long"`. No fingerprint shows the unit of a time: timestamp-millis and timestamp-micros have the same one.
# Where it was met: without a registry each of Shelver's events starts with this fingerprint (Avro's single-object encoding).
#   Uploads with another one were dead letters, until Shelver accepted what each library computes.
# Guess before running: all three libraries disagree, as a note of the project says. Half wrong: only one of them differs.
# What it does: asks Java's Avro 1.12.2, fastavro 1.13.1 and avro 1.12.2 (Python) for the fingerprints of a time in
#   milliseconds, a time in microseconds and a plain long.
# Output seen (2026-12-01): java and fastavro 0eca691ddcd3a249 for all three; avro 5c20e5d565aaa48f for both times and
#   0eca691ddcd3a249 for the plain long.
set -euo pipefail
. "$(dirname "$0")/common.bash"

need_java
java_packages org.apache.avro:avro:1.12.2
python_packages fastavro==1.13.1 avro==1.12.2

for at in '{"type":"long","logicalType":"timestamp-millis"}' '{"type":"long","logicalType":"timestamp-micros"}' '"long"'; do
  echo '{"type":"record","name":"Upload","namespace":"example","fields":[{"name":"at","type":'"$at"'}]}'
done >"$work/schemas"

run_java Fingerprints "$work/schemas" <<'JAVA'
import java.nio.file.*;
import java.util.*;
import org.apache.avro.*;

public class Fingerprints {
    public static void main(String[] args) throws Exception {
        List<String> found = new ArrayList<>();
        for (String schema : Files.readAllLines(Path.of(args[0]))) {
            byte[] bytes = SchemaNormalization.parsingFingerprint("CRC-64-AVRO", new Schema.Parser().parse(schema));
            found.add(HexFormat.of().formatHex(bytes));
        }
        System.out.println("java=" + String.join(" ", found));
    }
}
JAVA
run_python "$work/schemas" <<'PYTHON'
import json
import sys

import avro.schema
from fastavro.schema import fingerprint, to_parsing_canonical_form

schemas = open(sys.argv[1]).read().splitlines()
print("fastavro=" + " ".join(fingerprint(to_parsing_canonical_form(json.loads(s)), "CRC-64-AVRO") for s in schemas))
print("avro=" + " ".join(avro.schema.parse(s).fingerprint("CRC-64-AVRO").hex() for s in schemas))
PYTHON

check java "0eca691ddcd3a249 0eca691ddcd3a249 0eca691ddcd3a249"
check fastavro "0eca691ddcd3a249 0eca691ddcd3a249 0eca691ddcd3a249"
check avro "5c20e5d565aaa48f 5c20e5d565aaa48f 0eca691ddcd3a249"
