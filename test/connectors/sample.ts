/** Owns the way of a hand-written sample through `run` into the mart, and its rows in a form that compares numbers as numbers. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { feeds } from '../../connectors/index.ts'
import { nameFor } from '../../src/core/feed.ts'
import { buildReference, type Reference } from '../../src/core/reference.ts'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { readReferenceFiles } from '../../src/read/reference-files.ts'
import type { Row, RunJson, TestHouse } from '../support/house.ts'

const SAMPLES = join(PACKAGE_ROOT, 'fixtures/samples')

/** Loads `fixtures/samples/<feed>/<file>` and publishes. */
export async function loadSample(
  house: TestHouse,
  feed: string,
  file: string,
): Promise<{ exitCode: number; rows: RunJson['loads'][0]['rows'] | undefined }> {
  await house.deliver(file, await readFile(join(SAMPLES, feed, file)))
  const { exitCode, json } = await house.run(feed)
  return { exitCode, rows: json.loads[0]?.rows }
}

/** The rows that stand beside a feed's sample. */
export async function expectedRows(feed: string): Promise<Row[]> {
  return JSON.parse(await readFile(join(SAMPLES, feed, 'expected.json'), 'utf8')) as Row[]
}

/** The rows in one order, with `7.500000` and `7.5` alike. */
export function comparable(rows: readonly Row[]): string[] {
  const value = (_: string, cell: unknown) =>
    typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
  const sorted = (row: Row) => Object.fromEntries(Object.entries(row).sort())
  return rows.map((row) => JSON.stringify(sorted(row), value)).sort()
}

/** The ids of the feeds that take a file of that name. */
export function takersOf(name: string): string[] {
  return feeds.filter((feed) => nameFor(feed, name) !== undefined).map((feed) => feed.id)
}

/** The project's own reference data. */
export async function projectReference(): Promise<Reference> {
  const { tables } = await readReferenceFiles(join(PACKAGE_ROOT, 'sql/reference'), 'no overlay')
  return buildReference(tables)
}
