/** Owns the staging of one file: its good rows by COPY, the keys its rejected rows protect, and its faults, in bounded memory. */

import { type ColumnKind, PERSON_FACTS, type Target } from '../core/target.ts'
import type { AnyTargetRow } from '../core/target-row.ts'
import type { Transaction } from '../db/connect.ts'
import { CopyWriter } from '../db/copy.ts'
import { type FaultOrigin, type PlacedFault, storeFaults } from './quarantine.ts'
import type { OpenedFile } from './read-file.ts'
import { refuseIncomplete } from './whole-file.ts'

/** What staging saw: source lines read and rejected, and whether every rejected key could be read. */
export interface Staged {
  read: number
  rejected: number
  /** Lines that are no rows but notes of the source's. */
  notes: number
  keysAreKnown: boolean
  /** The first few faults, for the terminal. */
  readonly firstFaults: PlacedFault[]
}

/** Nothing seen yet; the caller keeps it, so that it can still be told when reading breaks off. */
export function nothingStaged(): Staged {
  return { read: 0, rejected: 0, notes: 0, keysAreKnown: true, firstFaults: [] }
}

const FAULTS_AT_ONCE = 1000
const FAULTS_SHOWN = 5

/** Which lines of a file are staged again. */
export interface LinesAgain {
  readonly wanted: ReadonlySet<number>
  /** Beside the wanted lines all others; where not given, none. */
  readonly rest?: {
    /** Rows that are not to be released: like those that cannot be read they only protect their keys. */
    readonly held: ReadonlySet<number>
  }
}

/**
 * Stages lines of a file once more.
 * @returns which of the wanted lines can be read, and whether the keys of all lines can
 */
export async function stageAgain(
  transaction: Transaction,
  target: Target,
  file: OpenedFile,
  runId: string,
  { wanted, rest }: LinesAgain,
): Promise<{ readonly readable: readonly number[]; readonly keysAreKnown: boolean }> {
  const { writer, stage } = stageWriter(transaction, target, runId)
  const readable: number[] = []
  let keysAreKnown = true
  for await (const batch of file.batches()) {
    for (const record of batch) {
      const { line } = record
      if (!rest && !wanted.has(line)) continue
      const row = file.readRow(record)
      const isBad = row.faults.length > 0
      keysAreKnown &&= !isBad || row.keyIsKnown
      if (isBad && !rest) continue
      for (const target of row.rows) stage(target, line, isBad || rest?.held.has(line) === true)
      if (!isBad && wanted.has(line)) readable.push(line)
    }
    await writer.sendWhenFull()
  }
  await writer.flush()
  return { readable, keysAreKnown }
}

function stageWriter({ client }: Transaction, target: Target, runId: string) {
  const kinds: Readonly<Record<string, ColumnKind>> = {
    ...target.key,
    ...target.values,
    ...(target.namesPersons && PERSON_FACTS),
  }
  const columns = Object.keys(kinds)
  const writer = new CopyWriter(client, `stage.${target.table}`, [
    'run_id',
    'held',
    'source_line',
    ...columns,
  ])
  const stage = (row: AnyTargetRow, line: number, isHeld: boolean) =>
    writer.add([runId, isHeld, line, ...columns.map((column) => cell(row, column, isHeld))])
  // A rejected row only protects its key; a number of it may be one that no column holds, and the server would log it.
  const cell = (row: AnyTargetRow, column: string, isHeld: boolean) =>
    isHeld && kinds[column] === 'numeric' ? null : (row[column] ?? null)
  return { writer, stage }
}

/**
 * Reads the whole file into stage and quarantine, within the load's transaction, and counts in `staged` as it goes.
 * @throws MartError TRUNCATED when the file breaks off, TRAILER_MISMATCH when it has not as many rows as its trailer says,
 * NOT_A_DATA_FILE when it has no rows at all
 * @param mayBeEmpty no rows mean that nothing changed
 */
export async function stageFile(
  transaction: Transaction,
  target: Target,
  file: OpenedFile,
  origin: FaultOrigin,
  staged: Staged,
  mayBeEmpty = false,
): Promise<void> {
  const { writer, stage } = stageWriter(transaction, target, origin.runId)
  let faults: PlacedFault[] = []
  let last: PlacedFault | undefined
  for await (const batch of file.batches()) {
    for (const record of batch) {
      const { line } = record
      const row = file.readRow(record)
      staged.read += 1
      if (row.isNote) staged.notes += 1
      last = row.faults[0] && { ...row.faults[0], line }
      for (const target of row.rows) stage(target, line, last !== undefined)
      if (!last) continue
      staged.rejected += 1
      staged.keysAreKnown &&= row.keyIsKnown
      const placed = row.faults.map((fault) => ({ ...fault, sheet: file.sheet, line }))
      staged.firstFaults.push(...placed.slice(0, FAULTS_SHOWN - staged.firstFaults.length))
      faults.push(...placed)
    }
    await writer.sendWhenFull()
    if (faults.length >= FAULTS_AT_ONCE) {
      await storeFaults(transaction, origin, faults)
      faults = []
    }
  }
  refuseIncomplete(file, origin.fileName, staged.read - staged.notes, last, mayBeEmpty)
  await writer.flush()
  if (faults.length > 0) await storeFaults(transaction, origin, faults)
}

/** Empties the run's own rows from stage; they are only there until the load commits. */
export async function clearStage(
  { client }: Transaction,
  target: Target,
  runId: string,
): Promise<void> {
  await client.query(`delete from stage.${target.table} where run_id = $1`, [runId])
}
