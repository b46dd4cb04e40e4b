/** Owns the check of one file against a feed's declared columns: read with the real reader, and nothing written anywhere. */
import { type ErrorCode, EXIT, MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import type { SourceRecord } from '../core/record.ts'
import { tolerated } from '../core/tolerance.ts'
import type { FileLayout } from './file-layout.ts'
import { tooManyRejects } from './load-result.ts'
import { withPart } from './part.ts'
import type { PlacedFault } from './quarantine.ts'
import { type OpenedFile, openFile, partTold, type ReadOptions } from './read-file.ts'
import { type Repeats, watchRepeats } from './repeated-keys.ts'
import { nothingStaged, type Staged } from './stage-file.ts'
import { refuseIncomplete } from './whole-file.ts'

export interface CheckOptions extends Omit<ReadOptions, 'part'> {
  /** `--table`: the table id, when the file name does not tell it. */
  readonly table: string | undefined
}

/** What is known of a file; of one that would be refused, as far as it was read. */
export interface CheckedFile {
  readonly part: string | undefined
  readonly layout: FileLayout | undefined
  readonly dropped: readonly string[]
  readonly warnings: readonly string[]
  readonly rows: { readonly read: number; readonly good: number; readonly bad: number }
  readonly badByCode: ReadonlyMap<ErrorCode, number>
  readonly firstFaults: readonly PlacedFault[]
  readonly repeats: Repeats
  /** How many rows the trailer says there are, if there is one. */
  readonly declaredRows: number | undefined
  /** Why the file would be refused as a whole. */
  readonly refusal: MartError | undefined
}

interface Reading {
  readonly staged: Staged
  readonly badByCode: Map<ErrorCode, number>
  readonly repeats: ReturnType<typeof watchRepeats>
  part?: string | undefined
  opened?: OpenedFile
}

const FAULTS_SHOWN = 10
const CONTRADICTIONS_SHOWN = 5

/**
 * Reads a whole file as a load would, up to where the database begins.
 * @throws MartError PATH_NOT_FOUND, or what else is no refusal of the file
 */
export async function checkFile(
  feed: Feed,
  path: string,
  name: string,
  options: CheckOptions,
): Promise<CheckedFile> {
  const reading: Reading = {
    staged: nothingStaged(),
    badByCode: new Map(),
    repeats: watchRepeats(feed.target),
  }
  const refusal = await refusalOf(() => readAll(reading, feed, path, name, options))
  const { staged, badByCode, repeats, part, opened } = reading
  return {
    part,
    layout: opened?.layout,
    dropped: opened?.dropped ?? [],
    warnings: [...(opened?.warnings ?? []), ...modeWarning(feed, name)],
    rows: {
      read: staged.read,
      good: staged.read - staged.rejected - staged.notes,
      bad: staged.rejected,
    },
    badByCode,
    firstFaults: staged.firstFaults,
    repeats: repeats.found,
    declaredRows: opened?.declaredRows(),
    refusal,
  }
}

async function refusalOf(read: () => Promise<void>): Promise<MartError | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    if (error instanceof MartError && error.exitCode === EXIT.refused) return error
    throw error
  }
}

async function readAll(
  reading: Reading,
  feed: Feed,
  path: string,
  name: string,
  options: CheckOptions,
): Promise<void> {
  // The file is read where it lies: a private copy would be something written.
  const file = { name, copy: path }
  const { table } = await withPart(feed, file, { table: options.table }, options)
  reading.part = partTold(feed, name, table)
  const opened = await openFile(feed, file, { ...options, part: reading.part })
  reading.opened = opened
  const last = await readRows(reading, opened).finally(opened.close)
  const { staged } = reading
  refuseIncomplete(opened, name, staged.read - staged.notes, last, feed.mode?.(name) === 'delta')
  rejectContradictions(reading)
  if (staged.rejected > tolerated(staged.read)) throw tooManyRejects(name, staged)
}

/** Reads every row; returns the first fault of the last one, if it has one. */
async function readRows(reading: Reading, opened: OpenedFile): Promise<PlacedFault | undefined> {
  let last: PlacedFault | undefined
  for await (const batch of opened.batches()) {
    for (const record of batch) last = readOne(reading, opened, record)
  }
  return last
}

function readOne(
  { staged, badByCode, repeats }: Reading,
  opened: OpenedFile,
  record: SourceRecord,
): PlacedFault | undefined {
  const { line } = record
  const { rows, faults, isNote } = opened.readRow(record)
  staged.read += 1
  if (isNote) staged.notes += 1
  if (faults.length === 0) {
    repeats.see(rows, line)
    return undefined
  }
  staged.rejected += 1
  for (const { code } of faults) badByCode.set(code, (badByCode.get(code) ?? 0) + 1)
  const placed = faults.map((fault) => ({ ...fault, sheet: opened.sheet, line }))
  staged.firstFaults.push(...placed.slice(0, FAULTS_SHOWN - staged.firstFaults.length))
  return placed[0]
}

/** Neither of two lines that contradict each other is right by itself: both would be rejected. */
function rejectContradictions({ staged, badByCode, repeats }: Reading): void {
  const { contradictions } = repeats.found
  if (contradictions.size === 0) return
  staged.rejected += contradictions.size
  badByCode.set('DUPLICATE_KEY', contradictions.size)
  const later = [...contradictions].filter(([line, earlier]) => line !== earlier)
  staged.firstFaults.push(
    ...later.slice(0, CONTRADICTIONS_SHOWN).map(
      ([line, earlier]): PlacedFault => ({
        code: 'DUPLICATE_KEY',
        expected: 'én værdi pr. nøgle',
        got: `linjerne ${earlier}, ${line} siger noget forskelligt`,
        line,
      }),
    ),
  )
}

function modeWarning(feed: Feed, name: string): readonly string[] {
  if (!feed.mode || feed.mode(name) !== undefined) return []
  return [
    'Navnet siger ikke, om filen er et fuldt udtræk (_F_) eller kun ændringer (_D_); run skal have --full eller --delta.',
  ]
}
