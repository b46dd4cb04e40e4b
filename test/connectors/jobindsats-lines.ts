/** Owns reading a jobindsats file of given lines, without a database: its facts, faults, notes and warnings as text. */
import { jobindsats } from '../../connectors/jobindsats/index.ts'
import { makeVault } from '../../src/load/originals.ts'
import { openFile } from '../../src/load/read-file.ts'
import { tempFile, tempFolder } from '../read/temp-file.ts'
import { projectReference } from './sample.ts'

const vault = makeVault([Buffer.alloc(32, 7)])

export interface Reading {
  readonly facts: readonly string[]
  readonly faults: readonly string[]
  readonly notes: number
  readonly warnings: readonly string[]
}

/** A file of these lines as the feed reads it; a fact is `area|period|dimensions|measure|value`, `-` what is suppressed. */
export async function read(
  lines: readonly string[],
  { name = 'y07a02.csv', dimensions = [] as readonly string[] } = {},
): Promise<Reading> {
  const reference = await projectReference()
  const copy = await tempFile(`${lines.join('\r\n')}\r\n`, name)
  const opened = await openFile(
    jobindsats,
    { name, copy },
    {
      municipality: '791',
      part: 'Y07A02',
      dimensions,
      reference,
      ...{ scratch: tempFolder(), vault },
    },
  )
  const reading = { facts: [] as string[], faults: [] as string[], notes: 0 }
  for await (const batch of opened.batches()) {
    for (const record of batch) {
      const { line } = record
      const row = opened.readRow(record)
      if (row.isNote) reading.notes += 1
      reading.faults.push(
        ...row.faults.map(({ code, column, got }) => [line, code, column, got].join(' ')),
      )
      if (row.faults.length > 0) continue
      reading.facts.push(
        ...row.rows.map((fact) =>
          [
            ...[fact.area_code, fact.period, fact.dimensions, fact.measure],
            fact.is_suppressed ? '-' : fact.value,
          ].join('|'),
        ),
      )
    }
  }
  return { ...reading, warnings: opened.warnings }
}
