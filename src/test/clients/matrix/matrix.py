# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The interplay of Avro libraries with a running Shelver: uploads that they wrote, and decisions that they read.

    python matrix.py SCHEMAS CODECS BROKER single
    python matrix.py SCHEMAS CODECS BROKER REGISTRY_URL

CODECS is a JSON object: for each library outside Python, the command of its codec. A codec is called with one of

    write-single SCHEMA LISTING_ID TITLE    the library's own single-object encoding
    write-body SCHEMA LISTING_ID TITLE      the record alone
    read-single SCHEMA HEX                  the library's own single-object decoding
    read-body SCHEMA HEX                    the record alone

and prints the bytes in hexadecimal, or the listing id that it read. Prints a line for each library: what became of its upload, and
what it read of a decision; where its own helper refuses, its own message.
"""

import io
import json
import subprocess
import sys
import time

from datetime import datetime, timezone
from pathlib import Path

import avro.io
import avro.schema
import fastavro
from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

TITLE = "Men black leather sandals"
UPLOADS, CATEGORIES = "product-uploads", "product-categories"
DOORS = (CATEGORIES, "category-reviews", "product-uploads-dead-letters")
JAVAS_HEADER = bytes.fromhex("c30110f16aab3b033026")

class NoHelper(Exception):
    """The library has no such encoding."""

class Codec:
    """A library outside Python."""

    def __init__(self, command):
        self.command = command

    def _run(self, *arguments):
        done = subprocess.run([*self.command, *map(str, arguments)], capture_output=True, text=True, check=False)
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if line.strip() and not line.lstrip().startswith("at ")]
            raise ValueError(lines[0].removeprefix('Exception in thread "main" '))
        if not done.stdout.strip():
            raise NoHelper
        return done.stdout.strip()

    def write_single(self, schema, listing):
        return bytes.fromhex(self._run("write-single", schema, listing, TITLE))

    def write_body(self, schema, listing):
        return bytes.fromhex(self._run("write-body", schema, listing, TITLE))

    def read_single(self, schema, value):
        return self._run("read-single", schema, value.hex())

    def read_body(self, schema, body):
        return self._run("read-body", schema, body.hex())

def upload(listing):
    return {"listing_id": listing, "title": TITLE, "uploaded_at": int(time.time() * 1000)}

class Fastavro:
    def write_single(self, schema, listing):
        raise NoHelper

    def write_body(self, schema, listing):
        body = io.BytesIO()
        fastavro.schemaless_writer(body, fastavro.schema.load_schema(schema), upload(listing))
        return body.getvalue()

    read_single = write_single

    def read_body(self, schema, body):
        return fastavro.schemaless_reader(io.BytesIO(body), fastavro.schema.load_schema(schema))["listing_id"]

class PythonAvro:
    """Has no single-object encoding; its schemas know their fingerprint."""

    def _schema(self, schema):
        return avro.schema.parse(Path(schema).read_text())

    def write_single(self, schema, listing):
        return b"\xc3\x01" + self._schema(schema).fingerprint() + self.write_body(schema, listing)

    def write_body(self, schema, listing):
        parsed = self._schema(schema)
        record = {field.name: field.default for field in parsed.fields if field.has_default} | upload(listing)
        record["uploaded_at"] = datetime.now(timezone.utc)
        body = io.BytesIO()
        avro.io.DatumWriter(parsed).write(record, avro.io.BinaryEncoder(body))
        return body.getvalue()

    def read_single(self, schema, value):
        expected = b"\xc3\x01" + self._schema(schema).fingerprint()
        if value[:10] != expected:
            raise ValueError(f"its fingerprint() is {expected[2:].hex()}")
        return self.read_body(schema, value[10:])

    def read_body(self, schema, body):
        return avro.io.DatumReader(self._schema(schema)).read(avro.io.BinaryDecoder(io.BytesIO(body)))["listing_id"]

class Cluster:
    def __init__(self, broker):
        self.producer = Producer({"bootstrap.servers": broker, "enable.idempotence": True})
        self.consumer = Consumer({"bootstrap.servers": broker, "group.id": f"matrix-{time.time()}", "enable.auto.commit": False,
                                  "isolation.level": "read_committed", "auto.offset.reset": "earliest"})
        self.consumer.subscribe(list(DOORS))
        self.seen = {}

    def outcome(self, listing, value):
        """(topic, value) of the outcome of an upload."""
        self.producer.produce(UPLOADS, key=listing, value=value)
        self.producer.flush(10)
        end = time.time() + 60
        while listing not in self.seen and time.time() < end:
            record = self.consumer.poll(1)
            if record is not None and not record.error() and record.key():
                why = dict(record.headers() or []).get("shelver.failure.class", b"").decode()
                self.seen[record.key().decode("utf-8", "replace")] = record.topic(), record.value(), why
        return self.seen[listing]

def accepted(cluster, listing, write):
    try:
        topic, value, why = cluster.outcome(listing, write())
    except NoHelper:
        return "no helper", None
    return ("accepted" if topic == CATEGORIES else f"{topic} {why}"), value

def read(what, listing):
    try:
        found = what()
    except NoHelper:
        return "no helper"
    except Exception as error:  # its message is what this script is about
        return f"{type(error).__name__}: {error}".removeprefix("ValueError: ").splitlines()[0][:140]
    return "read" if found == listing else f"read as {found}"

def single(libraries, schemas, cluster):
    for name, library in libraries.items():
        uploads, decisions = schemas / "ProductUploaded.avsc", schemas / "ProductCategorized.avsc"
        own, _ = accepted(cluster, f"own-{name}", lambda: library.write_single(uploads, f"own-{name}"))
        by_hand, value = accepted(cluster, f"hand-{name}", lambda: JAVAS_HEADER + library.write_body(uploads, f"hand-{name}"))
        print(name, own, by_hand, read(lambda: library.read_single(decisions, value), f"hand-{name}"),
              read(lambda: library.read_body(decisions, value[10:]), f"hand-{name}"), sep=" | ", flush=True)

def registered(libraries, schemas, cluster, url):
    client = SchemaRegistryClient({"url": url})
    uploads, decisions = schemas / "ProductUploaded.avsc", schemas / "ProductCategorized.avsc"
    serializer = AvroSerializer(client, uploads.read_text())
    context = SerializationContext(UPLOADS, MessageField.VALUE)
    first, value = accepted(cluster, "registry-confluent", lambda: serializer(upload("registry-confluent"), context))
    schema_id = int.from_bytes(serializer(upload("x"), context)[1:5], "big")
    deserializer = AvroDeserializer(client)
    print("confluent-kafka", first,
          read(lambda: deserializer(value, SerializationContext(CATEGORIES, MessageField.VALUE))["listing_id"], "registry-confluent"),
          sep=" | ", flush=True)
    for name, library in libraries.items():
        framed = lambda: b"\0" + schema_id.to_bytes(4, "big") + library.write_body(uploads, f"registry-{name}")  # noqa: E731
        outcome, value = accepted(cluster, f"registry-{name}", framed)
        print(name, outcome, read(lambda: library.read_body(decisions, value[5:]), f"registry-{name}"), sep=" | ", flush=True)

def main():
    schemas, codecs, broker, encoding = sys.argv[1:]
    libraries = {name: Codec(command) for name, command in json.loads(Path(codecs).read_text()).items()}
    libraries |= {"fastavro": Fastavro(), "python-avro": PythonAvro()}
    cluster = Cluster(broker)
    if encoding == "single":
        single(libraries, Path(schemas), cluster)
    else:
        registered(libraries, Path(schemas), cluster, encoding)

main()
