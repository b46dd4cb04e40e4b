/** Owns what is said of rewritten slices: which ones, why, and which load was behind it. */
import type { Database } from '../db/connect.ts'
import type { SliceChange } from '../publish/changes.ts'
import { table } from './output.ts'

/** Why a slice was rewritten, in Danish. */
export const REASONS: Readonly<Record<SliceChange['reason'], string>> = {
  new: 'ny',
  files: 'filer',
  reference: 'etiketter eller anden reference',
  parameter: 'parametre, indstillinger eller uret',
  definition: 'definition (SQL)',
  gone: 'udgået',
  all: 'bedt om (publish)',
}

/** The slices of one model that a publication rewrote for one reason, because of one load where it is known. */
export interface RewrittenSlices {
  readonly model: string
  readonly reason: string
  /** The load that last changed what the slices are made of. */
  readonly changed_by: string | null
  readonly file_name: string | null
  readonly slices: number
  readonly which: readonly { readonly municipality_code: string; readonly slice: string }[]
}

/** What a publication rewrote, by model, reason and load; of a load what was rewritten because of its file. */
export async function rewrittenSlices(
  db: Database['db'],
  runId: string,
): Promise<readonly RewrittenSlices[]> {
  const rows = await db
    .selectFrom('ops.slice_change as s')
    .leftJoin('ops.run as r', 'r.run_id', 's.changed_by')
    .select(['s.model', 's.reason', 's.municipality_code', 's.slice', 's.changed_by'])
    .select('r.file_name')
    .where((slice) =>
      slice.or([
        slice('s.run_id', '=', runId),
        slice.and([slice('s.changed_by', '=', runId), slice('s.reason', 'in', [...OF_FILES])]),
      ]),
    )
    .orderBy('s.model')
    .orderBy('s.reason')
    .orderBy('s.changed_by')
    .orderBy('s.municipality_code')
    .orderBy('s.slice')
    .execute()
  const groups = new Map<string, (typeof rows)[number][]>()
  for (const row of rows) {
    // Only of files does the load say why.
    const key = JSON.stringify([row.model, row.reason, behind(row) && row.changed_by])
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    return {
      model: first.model,
      reason: first.reason,
      changed_by: behind(first) ? first.changed_by : null,
      file_name: behind(first) ? first.file_name : null,
      slices: group.length,
      which: group.map(({ municipality_code, slice }) => ({ municipality_code, slice })),
    }
  })
}

const OF_FILES: ReadonlySet<string> = new Set<SliceChange['reason']>(['files', 'new'])

function behind({ reason }: { readonly reason: string }): boolean {
  return OF_FILES.has(reason)
}

const MOST_SHOWN = 4

/** The rewritten slices for a terminal: of many the first and the last, and how many lie between. */
export function slicesTable(list: readonly RewrittenSlices[]): string {
  const cause = ({ changed_by, file_name }: RewrittenSlices) =>
    changed_by === null ? '' : [`kørsel ${changed_by}`, file_name].filter(Boolean).join(' ')
  return table(
    ['tabel', 'grund', 'på grund af', 'dele', 'hvilke'],
    list.map((each) => [
      each.model,
      REASONS[each.reason as SliceChange['reason']] ?? each.reason,
      cause(each),
      each.slices,
      shortened(each.which.map(({ municipality_code, slice }) => `${municipality_code} ${slice}`)),
    ]),
  )
}

function shortened(names: readonly string[]): string {
  if (names.length <= MOST_SHOWN) return names.join(', ')
  const head = names.slice(0, MOST_SHOWN - 1).join(', ')
  return `${head} … ${names.at(-1)} (alle med --json)`
}
