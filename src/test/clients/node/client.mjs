// Sends an upload, then waits for its decision. Usage: node client.mjs BROKER LISTING_ID TITLE
import { readFileSync } from 'node:fs'
import { compatibilityPartitioner, Consumer, FetchIsolationLevels, Producer } from '@platformatic/kafka'
import avro from 'avsc'

const [broker, listing, title] = process.argv.slice(2)
const event = (name) => avro.Type.forSchema(JSON.parse(readFileSync(`schemas/self-contained/${name}.avsc`)), { registry: {} })
const header = Buffer.from('c30110f16aab3b033026', 'hex')
const decisions = { c301d511a9b72461a7aa: event('ProductCategorized'), c30143e61fcafe59e3bc: event('ReviewRequested') }

const upload = event('ProductUploaded').toBuffer({ listing_id: listing, title, uploaded_at: Date.now() })
const producer = new Producer({ clientId: 'example', bootstrapBrokers: [broker], partitioner: compatibilityPartitioner })
await producer.send({ messages: [{ topic: 'product-uploads', key: Buffer.from(listing), value: Buffer.concat([header, upload]) }] })
await producer.close()

const consumer = new Consumer({ clientId: 'example', groupId: `example-${listing}`, bootstrapBrokers: [broker] })
const stream = await consumer.consume({
  topics: ['product-categories', 'category-reviews'], mode: 'earliest', isolationLevel: FetchIsolationLevels.READ_COMMITTED, autocommit: false
})
for await (const record of stream) {
  if (record.key.toString() === listing) {
    const decision = decisions[record.value.subarray(0, 10).toString('hex')].fromBuffer(record.value.subarray(10))
    console.log(record.topic, decision.labels.map((label) => label.path.join(' > ')).join(', '))
    break
  }
}
process.exit()
