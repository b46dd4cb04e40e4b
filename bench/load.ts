/** Owns the benchmark of a load: what `jobmart run` takes beside the bare COPY of the same cells, and the memory it needs. */
import { execFileSync } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { migrateAndSync } from '../src/cli/house.ts'
import { listenForSignals, onInterrupt } from '../src/cli/interrupt.ts'
import { table } from '../src/cli/output.ts'
import { openDatabase } from '../src/db/connect.ts'
import { useEmbedded } from '../src/db/embedded/server.ts'
import { PACKAGE_ROOT } from '../src/db/root.ts'
import { MEASURES, writeExport } from './export.ts'
import { type Measured, measure, median, secondsOf } from './measure.ts'

interface Bench {
  readonly home: string
  readonly server: string
  readonly rows: number
  readonly rounds: number
}

interface Round {
  readonly floor: number
  readonly psql: number | undefined
  readonly run: Measured
}

const TEMPLATE = 'bench_template'
const STAGE = 'stage.external_measure'

/** Makes a house of its own, measures in it, and takes it down. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '200000' },
      rounds: { type: 'string', default: '3' },
      'no-memory': { type: 'boolean', default: false },
    },
  })
  listenForSignals()
  const home = await mkdtemp(join(tmpdir(), 'jobmart-bench-'))
  // Open to the server's user, so that as root everything stays in here and goes with it.
  await chmod(home, 0o755)
  const server = await useEmbedded(home)
  const leave = async () => {
    await server.release()
    await rm(home, { recursive: true, force: true })
  }
  const forget = onInterrupt(leave)
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)]
  const bench: Bench = { home, server: server.url, rows, rounds }
  try {
    await makeTemplate(bench)
    await compare(bench)
    if (!values['no-memory']) await compareMemory(bench)
  } finally {
    forget()
    await leave()
  }
}

/** Time: the floor, psql and jobmart in turn, round after round on the same file. */
async function compare(bench: Bench): Promise<void> {
  const path = join(bench.home, 'y01a02-bench.csv')
  const clean = join(bench.home, 'cells.txt')
  await writeExport(path, bench.rows)
  say(`${bench.rows} rows × ${MEASURES} measures, ${await megabytes(path)} MB as CSV`)
  await load(bench, path, (url) => exportCells(url, clean))
  say(
    `the same cells are ${await megabytes(clean)} MB as clean text; that was round 0, not counted`,
  )
  const startUp = await measure(process.execPath, [join(PACKAGE_ROOT, 'src/main.js'), 'feeds'])
  const rounds: Round[] = []
  for (let round = 1; round <= bench.rounds; round += 1) {
    const floor = await copyFloor(bench, clean)
    const psql = hasPsql() ? await psqlFloor(bench, clean) : undefined
    const run = await load(bench, path)
    rounds.push({ floor, psql, run })
    const times = [floor, psql, run.seconds].map((seconds) => seconds?.toFixed(2) ?? 'none')
    say(`round ${round}: COPY ${times[0]} s, psql ${times[1]} s, jobmart ${times[2]} s`)
  }
  report(bench, rounds, startUp.seconds)
}

function report({ rows }: Bench, rounds: readonly Round[], startUp: number): void {
  const floor = median(rounds.map((round) => round.floor))
  const line = (name: string, seconds: readonly (number | undefined)[]) => {
    const known = seconds.filter((each) => each !== undefined)
    if (known.length === 0) return [name, 'not on the PATH']
    const middle = median(known)
    const range = `${Math.min(...known).toFixed(2)}–${Math.max(...known).toFixed(2)}`
    const speed = [rows / middle, (rows * MEASURES) / middle].map(perSecond)
    return [name, middle.toFixed(2), range, ...speed, (middle / floor).toFixed(2)]
  }
  const lines = [
    line(
      'COPY FROM STDIN (pg-copy-streams)',
      rounds.map((round) => round.floor),
    ),
    line(
      'psql \\copy',
      rounds.map((round) => round.psql),
    ),
    line(
      'jobmart run --no-publish',
      rounds.map((round) => round.run.seconds),
    ),
    line(
      `… without its start (${startUp.toFixed(2)} s)`,
      rounds.map((round) => round.run.seconds - startUp),
    ),
  ]
  console.log(`\n${table(['way', 'median s', 'range', 'rows/s', 'cells/s', '× COPY'], lines)}\n`)
}

/** Memory: the peak of the jobmart process for a file, and for one ten times as long. */
async function compareMemory(bench: Bench): Promise<void> {
  const lines: string[][] = []
  for (const times of [1, 10]) {
    const rows = bench.rows * times
    const path = join(bench.home, `y01a02-${times}.csv`)
    await writeExport(path, rows)
    const { seconds, peakMb } = await load(bench, path)
    const peak = peakMb === undefined ? 'not told here' : `${Math.round(peakMb)} MB`
    lines.push([
      `${times}×`,
      String(rows),
      await megabytes(path),
      peak,
      seconds.toFixed(1),
      perSecond(rows / seconds),
    ])
    await rm(path)
  }
  console.log(table(['file', 'rows', 'CSV MB', 'peak memory', 's', 'rows/s'], lines))
}

/** `jobmart run` of the file in a fresh database, which is dropped after `look` has been at it. */
async function load(
  bench: Bench,
  path: string,
  look: (url: string) => Promise<unknown> = async () => undefined,
): Promise<Measured> {
  const url = await freshDatabase(bench)
  const words = ['run', 'jobindsats', '--file', path, '--no-publish', '--json']
  const environment = {
    PATH: process.env.PATH,
    JOBMART_HOME: join(bench.home, 'house'),
    JOBMART_DATABASE_URL: url,
    JOBMART_MUNICIPALITY: '791',
  }
  const main = join(PACKAGE_ROOT, 'src/main.js')
  const measured = await measure(process.execPath, [main, ...words], environment)
  await look(url)
  await dropDatabase(bench)
  await rm(environment.JOBMART_HOME, { recursive: true, force: true })
  return measured
}

/** What core holds of the export, as stage would take it. */
async function exportCells(url: string, path: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ list: string }>(
      `select string_agg(
         case column_name when 'run_id' then 'opened_by' when 'held' then 'false' else column_name end,
         ', ' order by ordinal_position) as list
       from information_schema.columns
       where table_schema || '.' || table_name = $1`,
      [STAGE],
    )
    const cells = `copy (select ${rows[0]?.list} from core.external_measure) to stdout`
    await pipeline(client.query(to(cells)), createWriteStream(path))
  })
}

async function copyFloor(bench: Bench, clean: string): Promise<number> {
  return withFloor(bench, (url) =>
    withClient(url, (client) =>
      secondsOf(() =>
        pipeline(createReadStream(clean), client.query(from('copy floor from stdin'))),
      ),
    ),
  )
}

async function psqlFloor(bench: Bench, clean: string): Promise<number> {
  return withFloor(bench, async (url) => {
    const words = ['-X', '-q', '-d', url, '-c', `\\copy floor from '${clean}'`]
    return (await measure('psql', words)).seconds
  })
}

/** A fresh database with a plain unlogged table like stage's: no index, nothing to check. */
async function withFloor<T>(bench: Bench, work: (url: string) => Promise<T>): Promise<T> {
  const url = await freshDatabase(bench)
  await withClient(url, (client) => client.query(`create unlogged table floor (like ${STAGE})`))
  try {
    return await work(url)
  } finally {
    await dropDatabase(bench)
  }
}

async function makeTemplate({ home, server }: Bench): Promise<void> {
  await withClient(server, (client) => client.query(`create database ${TEMPLATE}`))
  const databaseUrl = named(server, TEMPLATE)
  const database = await openDatabase(databaseUrl)
  await migrateAndSync(database, {
    home,
    databaseUrl,
    municipality: undefined,
    businessDate: undefined,
  })
  await database.close()
}

async function freshDatabase({ server }: Bench): Promise<string> {
  await withClient(server, async (client) => {
    await client.query(`create database bench template ${TEMPLATE}`)
    // What earlier rounds left to be written is not this round's to wait for.
    await client.query('checkpoint')
  })
  return named(server, 'bench')
}

async function dropDatabase({ server }: Bench): Promise<void> {
  await withClient(server, (client) => client.query('drop database bench with (force)'))
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function named(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

function hasPsql(): boolean {
  try {
    execFileSync('psql', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function megabytes(path: string): Promise<string> {
  return ((await stat(path)).size / 1e6).toFixed(1)
}

function perSecond(speed: number): string {
  return Math.round(speed).toLocaleString('en')
}

function say(message: string): void {
  console.log(`· ${message}`)
}

const [processor] = cpus()
const busy = loadavg()[0]?.toFixed(1)
say(`Node ${process.version}, ${cpus().length} × ${processor?.model ?? '?'}, load before ${busy}`)
await main()
