/** Owns the word `labels`: the labels that nobody knows, each with the reference line that would cure it. */
import { stringify } from 'csv-stringify/sync'
import { EXIT } from '../../core/errors.ts'
import type { Feed } from '../../core/feed.ts'
import { namesOfColumn } from '../../core/override.ts'
import { buildReference, type Reference } from '../../core/reference.ts'
import { requireMigrated } from '../../db/migrate.ts'
import type { Config } from '../config.ts'
import { feedsOf } from '../feeds.ts'
import { withDatabase } from '../house.ts'
import { table, type WordResult } from '../output.ts'
import { readReference } from '../reference.ts'

/** `labels`: the labels no reference file knows, each with the line to add. */
export async function labels(config: Config): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    const reference = buildReference((await readReference(config)).tables)
    const unknown = await database.db
      .selectFrom('ops.quarantine')
      .select(['feed', 'column_name', 'got'])
      .select((select) => select.fn.count<string>('row_id').distinct().as('rows'))
      .where('code', '=', 'UNKNOWN_LABEL')
      .where('status', '=', 'open')
      .groupBy(['feed', 'column_name', 'got'])
      .orderBy('feed')
      .orderBy('column_name')
      .orderBy('got')
      .execute()
    const feeds = feedsOf(config)
    const found = unknown.map((label) => ({
      ...label,
      ...cureOf(reference, feeds, label),
    }))
    const rows = found.map((label) => [
      label.feed,
      label.column_name,
      label.got,
      label.rows,
      label.file,
      label.line,
    ])
    const list = table(['feed', 'kolonne', 'etiket', 'rækker', 'tilføj til', 'linje'], rows)
    const where = `Filerne ligger i ${config.home}/reference (overskriftslinjen er den samme som i sql/reference).`
    return {
      exitCode: EXIT.done,
      text: found.length === 0 ? 'Alle etiketter er kendte.' : `${list}\n\n${where}`,
      json: { labels: found },
    }
  })
}

interface UnknownLabel {
  readonly feed: string
  readonly column_name: string | null
  readonly got: string | null
}

/** The reference file and line that would make a label known; CODE stands for what only people can say. */
function cureOf(
  reference: Reference,
  feeds: readonly Feed[],
  { feed: feedId, column_name: heading, got }: UnknownLabel,
): { file: string; line: string } {
  const feed = feeds.find(({ id }) => id === feedId)
  const column = Object.values(feed?.columns ?? {}).find((each) =>
    namesOfColumn(each).includes(heading ?? ''),
  )
  const lookup = column?.type.lookup
  if (lookup === undefined) return { file: '–', line: '' }
  if (lookup.list === 'area') return { file: 'area.csv', line: areaLine(reference, got ?? '') }
  if (lookup.list === 'kpi')
    return { file: '–', line: 'ret KPI-id i filen (se sql/reference/kpi.csv)' }
  // One that is known for other days: its line again without them; the operator narrows it.
  const code = reference.entry(lookup.list, lookup.source, got ?? '')?.code ?? 'KODE'
  return { file: 'label.csv', line: csvLine(lookup.list, lookup.source, got, code, '', '') }
}

/** The line of the area that the label is most like, with the label as one more alias: the home's line replaces ours. */
function areaLine({ tables, nearestArea }: Reference, got: string): string {
  const code = nearestArea(got)?.code
  const row = tables.get('area')?.find(({ area_code }) => area_code === code)
  if (!row) return csvLine('KODE', 'art', 'navn', 'kommunekode', '', got)
  const aliases = [row.aliases, got].filter(Boolean).join('|')
  return csvLine(...Object.values({ ...row, aliases }))
}

function csvLine(...cells: readonly (string | null | undefined)[]): string {
  return stringify([[...cells]], { eof: false })
}
