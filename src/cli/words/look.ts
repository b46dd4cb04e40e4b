/** Owns the words that look: `status`, `runs`, `feeds`. */
import { type Selectable, sql } from 'kysely'
import { EXIT, MartError } from '../../core/errors.ts'
import type { Database } from '../../db/connect.ts'
import { requireMigrated } from '../../db/migrate.ts'
import type { DB } from '../../db/types.ts'
import { listInbox } from '../../load/inbox.ts'
import type { Config } from '../config.ts'
import { feedsOf } from '../feeds.ts'
import { goalsText, readGoals } from '../goals.ts'
import { withDatabase } from '../house.ts'
import { table, type WordResult } from '../output.ts'
import { rewrittenSlices, slicesTable } from '../slices.ts'

const STATES: Readonly<Record<string, string>> = {
  running: 'i gang',
  done: 'færdig',
  refused: 'afvist',
  failed: 'fejlet',
  interrupted: 'afbrudt',
  reverted: 'fortrudt',
  fresh: 'frisk',
  late: 'forsinket',
  never: 'aldrig',
}

/** `status`: freshness per feed, what waits, the last runs and the goals. */
export async function status(config: Config): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    const freshness = await database.db
      .selectFrom('mart.load_status')
      .selectAll()
      .orderBy('feed')
      .orderBy('part')
      .execute()
    const inbox = await listInbox(config.home, config.municipality ?? '000', feedsOf(config))
    const runs = await lastRuns(database, 10)
    const goals = await readGoals(database)
    const waiting = inbox.waiting.map(({ name, feed }) => ({ name, feed: feed.id }))
    return {
      exitCode: EXIT.done,
      text: [
        'Feeds',
        freshnessTable(freshness),
        waiting.length > 0 &&
          `\nVenter i indbakken: ${waiting.map((file) => file.name).join(', ')}`,
        ...inbox.left.map(({ name, reason }) => `\nBliver liggende: ${name} – ${reason}`),
        '\nSeneste kørsler',
        runsTable(runs),
        '\nMål',
        goalsText(goals),
      ]
        .filter(Boolean)
        .join('\n'),
      json: { feeds: freshness, waiting, left: inbox.left, runs, goals },
    }
  })
}

function freshnessTable(freshness: readonly Selectable<DB['mart.load_status']>[]): string {
  return table(
    ['feed', 'del', 'tilstand', 'data til', 'ventes', 'seneste fil', 'rækker', 'karantæne'],
    freshness.map((feed) => [
      feed.feed,
      feed.part,
      feed.state === 'failed' ? 'seneste fil afvist' : said(feed.state),
      feed.data_until,
      feed.expected_by,
      feed.last_file,
      feed.rows,
      feed.quarantined,
    ]),
  )
}

/** `runs`: the last runs; `runs ID`: one run with its faults, slices and audits. */
export async function runs(config: Config, id: string | undefined): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    if (id !== undefined) return oneRun(database, id)
    const list = await lastRuns(database, 30)
    return { exitCode: EXIT.done, text: runsTable(list), json: { runs: list } }
  })
}

async function lastRuns({ db }: Database, count: number) {
  return db
    .selectFrom('ops.run')
    .select(['run_id', 'municipality_code', 'feed', 'part', 'file_name', 'trigger', 'state'])
    .select(['exit_code', 'rows_read', 'rows_loaded', 'rows_unchanged', 'rows_quarantined'])
    .select(['rows_closed', 'rows_ignored', 'message'])
    .select(
      sql<string>`to_char(started_at at time zone 'Europe/Copenhagen', 'YYYY-MM-DD HH24:MI:SS')`.as(
        'started_at',
      ),
    )
    .select(
      sql<string>`to_char(finished_at at time zone 'Europe/Copenhagen', 'YYYY-MM-DD HH24:MI:SS')`.as(
        'finished_at',
      ),
    )
    .orderBy('run_id', 'desc')
    .limit(count)
    .execute()
}

function runsTable(list: Awaited<ReturnType<typeof lastRuns>>): string {
  if (list.length === 0) return 'Ingen kørsler endnu.'
  return table(
    ['kørsel', 'startet', 'feed', 'fil', 'tilstand', 'kode', 'læst', 'indlæst', 'karantæne'],
    list.map((run) => [
      run.run_id,
      run.started_at,
      run.feed === 'publish' ? 'udgivelse' : run.feed,
      run.file_name,
      said(run.state),
      run.exit_code,
      ...(run.feed === 'publish' ? [] : [run.rows_read, run.rows_loaded, run.rows_quarantined]),
    ]),
  )
}

async function oneRun({ db }: Database, id: string): Promise<WordResult> {
  const run = /^\d{1,18}$/.test(id)
    ? await db.selectFrom('ops.run').selectAll().where('run_id', '=', id).executeTakeFirst()
    : undefined
  if (!run) {
    throw new MartError('UNKNOWN_WORD', `Der er ingen kørsel ${id}.`, {
      expected: 'et kørselsnummer fra: jobmart runs',
      got: id,
    })
  }
  const details = await detailsOf(db, id)
  return {
    exitCode: EXIT.done,
    text: [...runText(run), ...detailsText(details)].filter(Boolean).join('\n'),
    json: { run, ...details },
  }
}

type Details = Awaited<ReturnType<typeof detailsOf>>

async function detailsOf(db: Database['db'], id: string) {
  const faults = await db
    .selectFrom('ops.quarantine')
    .select(['row_id', 'line', 'column_name', 'code', 'message', 'status'])
    .where('run_id', '=', id)
    .orderBy('quarantine_id')
    .limit(200)
    .execute()
  const slices = await rewrittenSlices(db, id)
  const audits = await db
    .selectFrom('ops.audit_result')
    .selectAll()
    .where('run_id', '=', id)
    .orderBy('audit')
    .execute()
  return { faults, slices, audits }
}

function runText(run: Selectable<DB['ops.run']>): readonly (string | null | false)[] {
  const counts = `læst ${run.rows_read}, indlæst ${run.rows_loaded}, uændret ${run.rows_unchanged}, karantæne ${run.rows_quarantined}, ignoreret ${run.rows_ignored}; udgået ${run.rows_closed}`
  return [
    `Kørsel ${run.run_id}: ${run.feed}${run.file_name ? ` ${run.file_name}` : ''} – ${said(run.state)} (kode ${run.exit_code ?? '–'})`,
    run.message,
    run.feed !== 'publish' && `Rækker: ${counts}`,
    run.archived_path &&
      (run.purged_on
        ? `Filen er slettet ${run.purged_on}: fristen for filer med personoplysninger var gået`
        : `Filen ligger i ${run.archived_path}`),
  ]
}

function detailsText({ faults, slices, audits }: Details): readonly (string | false)[] {
  return [
    ...faults.map((fault) => `  ${fault.code} ${fault.message} [${fault.status}]`),
    slices.length > 0 && slicesTable(slices),
    ...audits.map(
      ({ audit, bad_rows }) =>
        `  kontrol ${audit}: ${bad_rows === 0 ? 'bestået' : `${bad_rows} afviger`}`,
    ),
  ]
}

/** `feeds`: what the program can read, and which file names it takes for each. */
export function listFeeds(config: Config): WordResult {
  const list = feedsOf(config).map(({ id, connector, title, files, takes, target, override }) => ({
    feed: id,
    connector,
    title,
    takes,
    files: files.map((pattern) => pattern.source),
    target,
    is_overridden: override !== undefined,
  }))
  return {
    exitCode: EXIT.done,
    text: table(
      ['feed', 'connector', 'kilde', 'filnavne, fx'],
      list.map(({ feed, connector, title, takes, is_overridden }) => [
        feed,
        connector,
        is_overridden ? `${title} – tilpasset i jobmart.yaml` : title,
        takes.join(', '),
      ]),
    ),
    json: { feeds: list },
  }
}

function said(state: string | null): string {
  return STATES[state ?? ''] ?? state ?? ''
}
