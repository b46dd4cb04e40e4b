/** Owns what a conformance case works on: a feed, its hand-written sample taken apart, and the real reader to read changed bytes with. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Feed } from '../../../src/connector.ts'
import type { ReadContext } from '../../../src/core/column.ts'
import type { Column } from '../../../src/core/feed.ts'
import type { Fault } from '../../../src/core/outcome.ts'
import { makePseudonymiser } from '../../../src/core/pseudonym.ts'
import type { AnyTargetRow } from '../../../src/core/target-row.ts'
import { normaliseText } from '../../../src/core/text.ts'
import { PACKAGE_ROOT } from '../../../src/db/root.ts'
import { makeVault } from '../../../src/load/originals.ts'
import { openFile, partTold } from '../../../src/load/read-file.ts'
import { projectReference } from '../../connectors/sample.ts'
import type { Row } from '../house.ts'
import { type Profile, profileOf } from './profiles.ts'
import { type Sheet, takeApart, write } from './sheet.ts'

/** A property of a feed, told by its title, checked by throwing. */
export interface Case {
  readonly title: string
  readonly check: (subject: Subject) => Promise<void> | void
}

/** What became of one record of a file. */
export interface RecordRead {
  readonly line: number
  readonly rows: readonly AnyTargetRow[]
  readonly faults: readonly Fault[]
  readonly keyIsKnown: boolean
}

/** A file read to its end. */
export interface Reading {
  readonly records: readonly RecordRead[]
  readonly dropped: readonly string[]
  readonly warnings: readonly string[]
  /** The sheet of a workbook that was read. */
  readonly sheet: string | undefined
}

export interface Subject {
  readonly feed: Feed
  readonly profile: Profile
  /** The sample's file name, bytes, and cells. */
  readonly name: string
  readonly bytes: Buffer
  readonly sheet: Sheet
  /** The rows that stand beside the sample. */
  readonly expected: readonly Row[]
  /** The connector's description. */
  readonly readme: string
}

const SAMPLES = join(PACKAGE_ROOT, 'fixtures/samples')

/** A feed with its sample: the file its profile names, else the first .csv of `fixtures/samples/<feed>/`. */
export function subjectOf(feed: Feed): Subject {
  const folder = join(SAMPLES, feed.id)
  const profile = profileOf(feed.id)
  const name = profile.sample ?? readdirSync(folder).find((file) => file.endsWith('.csv')) ?? ''
  const bytes = readFileSync(join(folder, name))
  return {
    ...{ feed, profile, name, bytes, sheet: takeApart(bytes) },
    expected: JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Row[],
    readme: readFileSync(join(PACKAGE_ROOT, 'connectors', feed.connector, 'README.md'), 'utf8'),
  }
}

const keys = [Buffer.alloc(32, 7)]
const pseudonyms = makePseudonymiser(keys)
const vault = makeVault(keys)
const reference = await projectReference()
/** What a column's own reader is given when a case asks it directly. */
export const context: ReadContext = { reference, pseudonyms }

let folder: string | undefined
let files = 0

/** Removes what the readings have written. */
export async function removeReadings(): Promise<void> {
  if (folder) await rm(folder, { recursive: true, force: true })
  folder = undefined
}

/** Reads bytes as the feed's file of that name, as a load does, up to its rows for core. */
export async function readBytes(
  { feed, name }: Subject,
  bytes: Uint8Array,
  as: string = name,
): Promise<Reading> {
  folder ??= mkdtempSync(join(tmpdir(), 'jobmart-conformance-'))
  files += 1
  const path = join(folder, String(files), as)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
  return readPath(feed, path, as)
}

/** Reads a path as the feed's file. */
export async function readPath(feed: Feed, path: string, name = basename(path)): Promise<Reading> {
  const opened = await openFile(
    feed,
    { name, copy: path },
    {
      ...{ municipality: '791', part: partTold(feed, name, undefined), dimensions: [] },
      ...{
        reference,
        pseudonyms,
        vault,
        scratch: join(tmpdir(), `jobmart-conformance-${process.pid}`),
      },
    },
  )
  try {
    const records: RecordRead[] = []
    for await (const batch of opened.batches()) {
      for (const record of batch) records.push({ line: record.line, ...opened.readRow(record) })
    }
    const { dropped, warnings, sheet } = opened
    return { records, dropped, warnings, sheet }
  } finally {
    await opened.close()
  }
}

/** Reads a changed sheet in the plainest dialect. */
export function readSheet(subject: Subject, sheet: Sheet): Promise<Reading> {
  return readBytes(subject, write(sheet))
}

const samples = new WeakMap<Subject, Promise<Reading>>()

/** Reads the sample as it stands; once, however often it is asked for. */
export function readSample(subject: Subject): Promise<Reading> {
  const reading = samples.get(subject) ?? readBytes(subject, subject.bytes)
  samples.set(subject, reading)
  return reading
}

/** What a reading comes to, whatever lines and headings it stood under: rows for core, and the faults of each bad record. */
export function substance({ records }: Reading): readonly unknown[] {
  return records.map(({ rows, faults }) => ({ rows, faults: faults.map(({ code }) => code) }))
}

/** The position of a declared column in the sample; undefined when the sample lacks it. */
export function positionOf({ sheet }: Subject, column: Column<unknown>): number | undefined {
  const names = [column.heading, ...(column.aliases ?? [])].map(normaliseText)
  const headings = sheet.header.map(normaliseText)
  const named = headings.findIndex((heading) => names.includes(heading))
  const position =
    named < 0 && column.pattern
      ? headings.findIndex((heading) => column.pattern?.test(heading))
      : named
  return position < 0 ? undefined : position
}

/** A declared column and where the sample has it. */
export interface PlacedColumn {
  readonly field: string
  readonly column: Column<unknown>
  readonly position: number
  /** The heading as the sample writes it. */
  readonly heading: string
}

/** The declared columns that the sample has, in the feed's order. */
export function placedColumns(subject: Subject): readonly PlacedColumn[] {
  return Object.entries(subject.feed.columns).flatMap(([field, column]) => {
    const position = positionOf(subject, column)
    const heading = subject.sheet.header[position ?? -1]
    return position === undefined || heading === undefined
      ? []
      : [{ field, column, position, heading }]
  })
}

/** The positions of the columns that nobody declared. */
export function undeclaredPositions(subject: Subject): readonly number[] {
  const declared = new Set(placedColumns(subject).map(({ position }) => position))
  return subject.sheet.header.flatMap((_, position) => (declared.has(position) ? [] : [position]))
}
