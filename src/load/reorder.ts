/** Owns late files and re-deliveries: the later files of the feed are taken off, the file goes in, and they are put on again. */
import type { Kysely } from 'kysely'
import { EXIT, MartError } from '../core/errors.ts'
import { type Feed, knownName } from '../core/feed.ts'
import type { DB } from '../db/types.ts'
import type { LoadHouse, LoadOptions } from './context.ts'
import { deliveryNumber, firstDeliveryName, type LoadInForce, loadsInForce } from './in-force.ts'
import type { LoadResult } from './load-result.ts'
import { partTold } from './read-file.ts'
import { type RejectedRows, releaseAgain, releasedRows } from './release.ts'
import { runsFrom, type UndoneRun, undoRuns } from './revert.ts'
import { type LoadContext, runLoad } from './run-load.ts'
import { closeRun, NO_ROWS, openRun } from './run-record.ts'
import { archiveFile, isThere, placeOf, type SourceFile, whyGone } from './source-file.ts'

/** A load in force that stands after the place where a file belongs. */
export interface LaterLoad extends LoadInForce {
  /** An earlier delivery under the same name: the file at hand replaces it. */
  readonly isReplaced: boolean
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
  { extractedOn, table }: LoadOptions,
): Promise<readonly LaterLoad[]> {
  const part = partTold(feed, file.name, table)
  const loads = (await loadsInForce(db, house, feed)).filter((load) => load.part === part)
  // The last delivery under the name is what a new one replaces; files that bore the name before it were other files.
  const replaced = loads.findLastIndex(
    (load) =>
      load.municipality === house.municipality && isReplaced(feed, load.file.name, file.name),
  )
  const first = loads.findIndex(
    ({ options }, index) =>
      index === replaced ||
      (extractedOn !== undefined &&
        options.extractedOn !== undefined &&
        options.extractedOn > extractedOn),
  )
  if (first < 0) return []
  return loads
    .slice(first)
    .map((load, index) => ({ ...load, isReplaced: first + index === replaced }))
}

/**
 * The delivery in force that has already replaced a file: the same stamped name with a higher number. Names without a
 * stamp are used again month after month, so there the newest arrival counts.
 */
export async function replacedBy(
  db: Kysely<DB>,
  house: Pick<LoadHouse, 'municipality' | 'home'>,
  feed: Feed,
  file: SourceFile,
  { extractedOn }: LoadOptions,
): Promise<string | undefined> {
  if (extractedOn === undefined) return undefined
  const own = knownName(feed, file.name)
  return (await loadsInForce(db, house, feed))
    .filter(
      ({ options, municipality }) =>
        options.extractedOn === extractedOn && municipality === house.municipality,
    )
    .map((load) => load.file.name)
    .findLast((delivered) => {
      const name = knownName(feed, delivered)
      return (
        firstDeliveryName(name) === firstDeliveryName(own) &&
        deliveryNumber(name) > deliveryNumber(own)
      )
    })
}

/** Whether a delivery (`_2` …) replaces an earlier file: the same name but for the number. */
function isReplaced(feed: Feed, earlier: string, delivery: string): boolean {
  const [before, now] = [knownName(feed, earlier), knownName(feed, delivery)]
  return (
    firstDeliveryName(now) !== now &&
    before !== now &&
    firstDeliveryName(before) === firstDeliveryName(now)
  )
}

/**
 * Loads a file in its place among later ones, all in the caller's transaction. What was released after them is released
 * again, in its turn.
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
  const runs = await runsFrom(transaction.db, feed, house.municipality, from)
  const part = partTold(feed, file.name, context.options.table)
  const releases = await releasesAmong(context, runs, part)
  for (const { rejected } of releases) await requireArchived(rejected)
  const { closed } = await undoRuns(transaction, feed, runId, runs, part)
  const message = `Taget af, for at ${file.name} kan komme i sin orden: ${later.map((load) => load.runId).join(', ')}.`
  const counts = { ...NO_ROWS, closed }
  await closeRun(transaction.db, runId, { state: 'done', exitCode: EXIT.done, counts, message })
  // Its record is the transaction's own: should a later file not go on again, nothing of all this has been.
  const inside = { ...context, records: transaction.db, movesFiles: false }
  const result = await runLoad(inside, file)
  if (result.state !== 'done') throw notInOrder(file.name, result)
  await putOnAgain(inside, again, releases)
  const place = placeOf('archive', feed.id, file, context.options.extractedOn)
  if (context.movesFiles) await archiveFile(file, house.home, place)
  const names = again.map((load) => load.file.name)
  return names.length === 0
    ? result
    : {
        ...result,
        message: `${result.message} Senere filer er lagt på igen: ${[...new Set(names)].join(', ')}.`,
      }
}

/**
 * Loads a file from the archive again, with the options it had, in the caller's transaction.
 * @throws MartError REORDER_FAILED (exit 2) when it is refused now; the caller's transaction cannot go on
 */
export async function loadAgain(
  { transaction, house, feed }: Pick<LoadContext, 'transaction' | 'house' | 'feed'>,
  { file, options, municipality }: LoadInForce,
): Promise<LoadResult> {
  // Its record is the transaction's own: should a later file not go on again, nothing of all this has been.
  const inside = { transaction, records: transaction.db, movesFiles: false }
  const context = { ...inside, house: { ...house, municipality }, feed, options }
  const result = await runLoad(context, file)
  if (result.state !== 'done') throw notInOrder(file.name, result)
  return result
}

/** A release among the runs taken off, and the rows it put into core. */
interface TakenRelease {
  readonly runId: string
  readonly rejected: RejectedRows
}

/** Releases of rows whose own load stays where it is; the others' rows come with their load. */
async function releasesAmong(
  { transaction, house, feed }: LoadContext,
  runs: readonly UndoneRun[],
  part: string | undefined,
): Promise<readonly TakenRelease[]> {
  const undone = new Set(runs.map(({ runId }) => runId))
  const found: TakenRelease[] = []
  for (const { runId, isRelease, part: ofPart } of runs) {
    if (!isRelease || ofPart !== (part ?? null)) continue
    const rows = await releasedRows(transaction.db, house, feed, runId)
    found.push(...rows.map((rejected) => ({ runId, rejected })))
  }
  return found.filter(({ rejected }) => !undone.has(rejected.runId))
}

async function putOnAgain(
  context: LoadContext,
  loads: readonly LoadInForce[],
  releases: readonly TakenRelease[],
): Promise<void> {
  const steps = [
    ...loads.map((load) => ({ runId: load.runId, take: () => loadAgain(context, load) })),
    ...releases.map(({ runId, rejected }) => ({
      runId,
      take: () => {
        const house = { ...context.house, municipality: rejected.municipality }
        return releaseAgain(context.transaction, house, rejected)
      },
    })),
  ]
  steps.sort((one, other) => Number(BigInt(one.runId) - BigInt(other.runId)))
  for (const { take } of steps) await take()
}

async function requireArchived({ file }: { readonly file: SourceFile }): Promise<void> {
  if (await isThere(file)) return
  const message = `En senere fil, ${file.name}, ${whyGone(file)}. Intet er skrevet.`
  throw new MartError('REORDER_FAILED', message, {
    file: file.name,
    expected: 'filen i arkivet',
    got: 'ingen fil',
    todo: 'Læg filerne i indbakken i rækkefølge, den sene fil først.',
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
