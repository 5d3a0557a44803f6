# Sends an upload, then waits for its decision. Usage: python client.py BROKER LISTING_ID TITLE
import io, sys, time
import fastavro
from confluent_kafka import Consumer, Producer

broker, listing, title = sys.argv[1:]
events = {bytes.fromhex("c301" + fingerprint): fastavro.schema.load_schema(f"schemas/self-contained/{event}.avsc") for event, fingerprint in (
    ("ProductUploaded", "10f16aab3b033026"), ("ProductCategorized", "d511a9b72461a7aa"), ("ReviewRequested", "43e61fcafe59e3bc"))}

header, schema = next(iter(events.items()))
body = io.BytesIO()
fastavro.schemaless_writer(body, schema, {"listing_id": listing, "title": title, "uploaded_at": int(time.time() * 1000)})
producer = Producer({"bootstrap.servers": broker, "enable.idempotence": True, "partitioner": "murmur2_random"})
producer.produce("product-uploads", key=listing, value=header + body.getvalue())
producer.flush()

consumer = Consumer({"bootstrap.servers": broker, "group.id": f"example-{listing}", "enable.auto.commit": False,
                     "isolation.level": "read_committed", "auto.offset.reset": "earliest"})
consumer.subscribe(["product-categories", "category-reviews"])
while True:
    record = consumer.poll(1)
    if record is not None and not record.error() and record.key() == listing.encode():
        decision = fastavro.schemaless_reader(io.BytesIO(record.value()[10:]), events[record.value()[:10]])
        print(record.topic(), [" > ".join(label["path"]) for label in decision["labels"]])
        break
