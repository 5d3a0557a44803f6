"""Prints the fingerprints that fastavro and Python's avro compute, as their bytes stand in an event."""

import pathlib
import sys

import avro.schema
from fastavro.schema import fingerprint, load_schema, to_parsing_canonical_form

for event in ("ProductUploaded", "ProductCategorized", "ReviewRequested"):
    file = pathlib.Path(sys.argv[1], event + ".avsc")
    # The header of an event has the least significant byte first, as the text of fastavro's fingerprint does.
    print("fastavro", event, fingerprint(to_parsing_canonical_form(load_schema(file)), "CRC-64-AVRO"))
    print("python-avro", event, avro.schema.parse(file.read_text()).fingerprint().hex())
