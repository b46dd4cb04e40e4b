/** Owns one reading in a process of its own: how many records a file has, said on one line. */
import { dirname } from 'node:path'
import { openRecords } from '../../src/read/records.ts'

const path = process.argv[2] ?? ''
const names = { name: path, headings: ['Område', 'Periode'], scratch: dirname(path) }
const source = await openRecords(path, names)
let records = 0
for await (const batch of source.batches()) records += batch.length
await source.close()
console.log(records)
