// Writes an upload and reads events with avsc, which has no single-object encoding. Usage: see ../matrix.py
import { readFileSync } from 'node:fs'
import avro from 'avsc'

const [what, file, ...rest] = process.argv.slice(2)
const type = avro.Type.forSchema(JSON.parse(readFileSync(file)))
if (what === 'write-body') {
  console.log(type.toBuffer({ listing_id: rest[0], title: rest[1], uploaded_at: Date.now() }).toString('hex'))
} else if (what === 'read-body') {
  console.log(type.fromBuffer(Buffer.from(rest[0], 'hex')).listing_id)
}
