/** Owns the inbox: which files are waiting, for which feed, in which order, and which are left lying and why. */
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseDate } from '../core/danish.ts'
import { type Feed, knownName, nameFor } from '../core/feed.ts'
import { deliveryNumber, firstDeliveryName } from './in-force.ts'

/** A file that can be loaded now. */
export interface WaitingFile {
  readonly path: string
  readonly name: string
  readonly feed: Feed
  /** ISO date from the stamp in the name. */
  readonly extractedOn: string | undefined
  readonly arrivedAt: Date
}

/** A file that stays in the inbox. */
export interface LeftFile {
  readonly name: string
  /** Danish. */
  readonly reason: string
}

export interface Inbox {
  /** In the order they are to be loaded: by extraction stamp, else arrival. */
  readonly waiting: readonly WaitingFile[]
  readonly left: readonly LeftFile[]
}

const SETTLED_AFTER_MS = 2000
const SETTLE_CHECK_MS = 500
const STAMP = /(?<!\d)((?:19|20)\d{2})-?(\d{2})-?(\d{2})(?!\d)/

/** Lists `inbox/` and `inbox/<municipality>/` of the home. */
export async function listInbox(
  home: string,
  municipality: string,
  feeds: readonly Feed[],
): Promise<Inbox> {
  const waiting: WaitingFile[] = []
  const left: LeftFile[] = []
  for (const folder of [join(home, 'inbox'), join(home, 'inbox', municipality)]) {
    for (const file of await settledFiles(folder)) {
      // macOS writes å as two characters.
      const name = file.name.normalize('NFC')
      const takers = feeds.filter((feed) => nameFor(feed, name) !== undefined)
      const [feed] = takers
      if (!file.isSettled) left.push({ name: file.name, reason: 'filen er ved at blive skrevet' })
      else if (!feed) left.push({ name: file.name, reason: 'intet feed tager filer med det navn' })
      else if (takers.length > 1) {
        const names = takers.map(({ id }) => id).join(' og ')
        left.push({ name: file.name, reason: `både ${names} tager filer med det navn` })
      } else waiting.push({ ...file, feed, extractedOn: stampOf(file.name) })
    }
  }
  return { waiting: inLoadOrder(waiting), left }
}

/** The ISO date stamped in a file name: `FASIT_Borger_F_20200203.csv` → `2020-02-03`. */
export function stampOf(name: string): string | undefined {
  const stamp = STAMP.exec(name)
  const date = stamp && parseDate(`${stamp[1]}-${stamp[2]}-${stamp[3]}`)
  return date?.ok ? date.value : undefined
}

interface FoundFile {
  readonly path: string
  readonly name: string
  readonly arrivedAt: Date
  readonly isSettled: boolean
}

async function settledFiles(folder: string): Promise<readonly FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
  const marked = new Set(names.filter((name) => name.endsWith('.done')))
  const data = names.filter((name) => !name.startsWith('.') && !marked.has(name)).sort()
  const found = data.map((name) => settle(join(folder, name), marked.has(`${name}.done`)))
  return (await Promise.all(found)).filter((file) => file !== undefined)
}

async function settle(path: string, isMarked: boolean): Promise<FoundFile | undefined> {
  const before = await stat(path).catch(() => undefined)
  // Another run has taken it in the meantime.
  if (!before) return undefined
  const found = { path, name: basename(path), arrivedAt: before.mtime }
  if (isMarked || Date.now() - before.mtimeMs > SETTLED_AFTER_MS) {
    return { ...found, isSettled: true }
  }
  await sleep(SETTLE_CHECK_MS)
  const after = await stat(path).catch(() => undefined)
  return { ...found, isSettled: after?.size === before.size && after.mtimeMs === before.mtimeMs }
}

function inLoadOrder(files: readonly WaitingFile[]): readonly WaitingFile[] {
  const known = (file: WaitingFile) => knownName(file.feed, file.name)
  const plain = (file: WaitingFile) => firstDeliveryName(known(file))
  const delivery = (file: WaitingFile) => deliveryNumber(known(file))
  // Deliveries of one name stand together, where the first of them arrived.
  const arrival = new Map<string, string>()
  for (const file of files) {
    const at = file.arrivedAt.toISOString()
    const known = arrival.get(plain(file))
    if (known === undefined || at < known) arrival.set(plain(file), at)
  }
  const place = (file: WaitingFile) =>
    file.extractedOn === undefined ? (arrival.get(plain(file)) ?? '') : `${file.extractedOn}T`
  return [...files].sort(
    (a, b) =>
      compare(place(a), place(b)) || compare(plain(a), plain(b)) || delivery(a) - delivery(b),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
