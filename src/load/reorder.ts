/** Owns late files and re-deliveries: the later files of the feed are taken off, the file goes in, and they are put on again. */
import { access } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { EXIT, MartError } from '../core/errors.ts'
import { type Feed, knownName } from '../core/feed.ts'
import type { DB } from '../db/types.ts'
import type { LoadHouse, LoadOptions } from './context.ts'
import type { LoadResult } from './load-result.ts'
import { runsFrom, undoRuns } from './revert.ts'
import { type LoadContext, runLoad } from './run-load.ts'
import { closeRun, NO_ROWS, openRun } from './run-record.ts'
import { archiveFile, archivePath, type SourceFile } from './source-file.ts'

/** A load in force that stands after the place where a file belongs. */
export interface LaterLoad {
  readonly runId: string
  readonly file: SourceFile
  readonly options: LoadOptions
  /** An earlier delivery under the same name: the file at hand replaces it. */
  readonly isReplaced: boolean
}

const REDELIVERY = /_\d{1,2}(?=\.[^.]+$)/

/** A delivered file's name without its delivery number: `X_20200203_2.csv` → `X_20200203.csv`. */
export function firstDeliveryName(name: string): string {
  // A stamp's own last digits are no delivery number: it has at most two, and follows an underscore of its own.
  return name.replace(REDELIVERY, '')
}

/**
 * The loads in force that a file belongs before, oldest first: those extracted later, and from a replaced delivery on
 * all. Empty for a file in its turn.
 */
export async function laterLoads(
  db: Kysely<DB>,
  house: Pick<LoadHouse, 'municipality' | 'home'>,
  feed: Feed,
  file: SourceFile,
  options: LoadOptions,
): Promise<readonly LaterLoad[]> {
  const part = options.table ?? feed.part?.(file.name)
  const rows = await loadsInForce(db, house, feed, part)
  const { extractedOn } = options
  // The last delivery under the name is what a new one replaces; files that bore the name before it were other files.
  const replaced = rows.findLastIndex((row) => isReplaced(feed, row.file_name ?? '', file.name))
  const first = rows.findIndex(
    (row, index) =>
      index === replaced ||
      (extractedOn !== undefined && row.extracted_on !== null && row.extracted_on > extractedOn),
  )
  if (first < 0) return []
  return rows.slice(first).map((row, index): LaterLoad => {
    const name = row.file_name ?? ''
    const sha256 = row.sha256 ?? ''
    const copy = archivePath(house.home, feed.id, sha256, name)
    return {
      runId: row.run_id,
      file: { name, origin: '', copy, sha256 },
      options: {
        ...(row.load_options as LoadOptions | null),
        extractedOn: row.extracted_on ?? undefined,
      },
      isReplaced: first + index === replaced,
    }
  })
}

/** The loads in force of a feed, or of one part of it, oldest first. */
async function loadsInForce(
  db: Kysely<DB>,
  house: Pick<LoadHouse, 'municipality'>,
  feed: Feed,
  part: string | undefined,
) {
  return db
    .selectFrom('ops.run')
    .select(['run_id', 'file_name', 'sha256', 'extracted_on', 'load_options'])
    .where('feed', '=', feed.id)
    .where('municipality_code', '=', house.municipality)
    .where('state', '=', 'done')
    .where('file_name', 'is not', null)
    .where((where) => (part === undefined ? where('part', 'is', null) : where('part', '=', part)))
    .orderBy('run_id')
    .execute()
}

/**
 * The delivery in force that has already replaced a file: the same stamped name with a higher number. Names without a
 * stamp are used again month after month, so there the newest arrival counts.
 */
export async function replacedBy(
  db: Kysely<DB>,
  { municipality }: Pick<LoadHouse, 'municipality'>,
  feed: Feed,
  file: SourceFile,
  options: LoadOptions,
): Promise<string | undefined> {
  if (options.extractedOn === undefined) return undefined
  const rows = await db
    .selectFrom('ops.run')
    .select('file_name')
    .where('feed', '=', feed.id)
    .where('municipality_code', '=', municipality)
    .where('state', '=', 'done')
    .where('extracted_on', '=', options.extractedOn)
    .orderBy('run_id', 'desc')
    .execute()
  const own = knownName(feed, file.name)
  return rows
    .map((row) => row.file_name ?? '')
    .find((delivered) => {
      const name = knownName(feed, delivered)
      return (
        firstDeliveryName(name) === firstDeliveryName(own) &&
        deliveryNumber(name) > deliveryNumber(own)
      )
    })
}

function deliveryNumber(name: string): number {
  return Number(REDELIVERY.exec(name)?.[0].slice(1) ?? 1)
}

/** Whether a delivery (`_2` …) replaces an earlier file: the same name but for the number. */
function isReplaced(feed: Feed, earlier: string, delivery: string): boolean {
  const [before, now] = [knownName(feed, earlier), knownName(feed, delivery)]
  return (
    REDELIVERY.test(now) && before !== now && firstDeliveryName(before) === firstDeliveryName(now)
  )
}

/**
 * Loads a file in its place among later ones, all in the caller's transaction.
 * @throws MartError REORDER_FAILED (exit 2) when a later file cannot be loaded again; nothing is then changed
 */
export async function loadInOrder(
  context: LoadContext,
  file: SourceFile,
  later: readonly LaterLoad[],
): Promise<LoadResult> {
  const { transaction, house, feed } = context
  const again = later.filter((load) => !load.isReplaced)
  for (const load of again) await requireArchived(load)
  const runId = await openRun(transaction.db, {
    municipality: house.municipality,
    feed: feed.id,
    trigger: house.trigger,
  })
  const from = later[0]?.runId ?? runId
  const runs = await runsFrom(transaction.db, feed.id, house.municipality, from)
  const part = context.options.table ?? feed.part?.(file.name)
  const { closed } = await undoRuns(transaction, feed, runId, runs, part)
  const message = `Taget af, for at ${file.name} kan komme i sin orden: ${later.map((load) => load.runId).join(', ')}.`
  const counts = { ...NO_ROWS, closed }
  await closeRun(transaction.db, runId, { state: 'done', exitCode: EXIT.done, counts, message })
  // Its record is the transaction's own: should a later file not go on again, nothing of all this has been.
  const inside = { ...context, records: transaction.db, movesFiles: false }
  const result = await runLoad(inside, file)
  if (result.state !== 'done') throw notInOrder(file.name, result)
  for (const load of again) {
    const reloaded = await runLoad({ ...inside, options: load.options }, load.file)
    if (reloaded.state !== 'done') throw notInOrder(load.file.name, reloaded)
  }
  if (context.movesFiles) await archiveFile(file, house.home, feed.id)
  const names = again.map((load) => load.file.name)
  return names.length === 0
    ? result
    : { ...result, message: `${result.message} Senere filer er lagt på igen: ${names.join(', ')}.` }
}

async function requireArchived({ file }: LaterLoad): Promise<void> {
  await access(file.copy).catch(() => {
    throw new MartError(
      'REORDER_FAILED',
      'En senere fil er ikke længere i arkivet. Intet er skrevet.',
      {
        file: file.name,
        expected: 'filen i arkivet',
        got: 'ingen fil',
        todo: 'Læg filerne i indbakken i rækkefølge, den sene fil først.',
      },
    )
  })
}

function notInOrder(name: string, { error, message }: LoadResult): MartError {
  return new MartError(
    'REORDER_FAILED',
    `${name} kunne ikke lægges i sin orden. Intet er skrevet.`,
    {
      file: name,
      got: error ? `${error.code}: ${error.message}` : message,
      todo: error?.context.todo ?? 'Ret filen, og indlæs igen.',
    },
  )
}
