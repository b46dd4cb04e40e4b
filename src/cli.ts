/** Owns the words of the command line: which there are, their flags and help. The only file that reads argv and the environment. */
import { Command, CommanderError } from 'commander'
import { type Config, type ConfigOptions, readConfig } from './cli/config.ts'
import { listenForSignals, wasInterrupted } from './cli/interrupt.ts'
import {
  asMartError,
  type Progress,
  printError,
  printResult,
  progressFor,
  type WordResult,
} from './cli/output.ts'
import * as db from './cli/words/db.ts'
import { doctor } from './cli/words/doctor.ts'
import { example } from './cli/words/example.ts'
import { listFeeds, runs, status } from './cli/words/look.ts'
import {
  exportCsv,
  type ListFlags,
  labels,
  list,
  releaseWord,
  show,
} from './cli/words/quarantine.ts'
import { type RevertFlags, revertWord } from './cli/words/revert.ts'
import { freezeWord, nightly, plan, publishOnly, type RunFlags, run } from './cli/words/run.ts'
import { schedule } from './cli/words/schedule.ts'
import { EXIT, MartError } from './core/errors.ts'

interface CommonFlags {
  readonly json?: boolean
  readonly example?: boolean
  readonly municipality?: string
}

type Action<Flags> = (
  config: Config,
  flags: Flags,
  progress: Progress,
  argument: string | undefined,
) => Promise<WordResult>

/** Adds what every word takes, and runs its action: configuration in, one result out. */
function word<Flags>(command: Command, action: Action<Flags>): Command {
  return command
    .option('--json', 'print one JSON document on stdout; logs go to stderr')
    .option('--example', 'use the example municipality (home .jobmart/example)')
    .option('--municipality <code>', 'three-digit municipality code, over JOBMART_MUNICIPALITY')
    .action(async (...call: unknown[]) => {
      const flags = command.opts<Flags & CommonFlags>()
      const options: ConfigOptions = {
        example: flags.example ?? false,
        municipality: flags.municipality,
      }
      const config = await readConfig(process.env, options)
      const argument = typeof call[0] === 'string' ? call[0] : undefined
      const isJson = flags.json ?? false
      const result = await action(config, flags, progressFor(isJson), argument)
      printResult(result, isJson)
      process.exitCode = result.exitCode
    })
}

/** The program with all its words. */
function program(): Command {
  const jobmart = new Command('jobmart')
    .description("From a Danish municipality's exports to a data mart with its KPIs and goals.")
    .helpCommand(false)
  loadWords(jobmart)
  lookWords(jobmart)
  quarantineWords(jobmart)
  serviceWords(jobmart)
  databaseWords(jobmart)
  const all = [
    jobmart,
    ...jobmart.commands,
    ...jobmart.commands.flatMap(({ commands }) => commands),
  ]
  for (const command of all) {
    command.exitOverride().configureOutput({ outputError: () => undefined })
    command.configureHelp({ helpWidth: 100 })
  }
  return jobmart
}

function loadWords(jobmart: Command): void {
  const wait = ['--wait', 'wait for another run instead of stopping with exit 6'] as const
  word<RunFlags>(
    jobmart
      .command('run')
      .description("load a feed's waiting files, or the one named, then publish")
      .argument('<feed>', 'a feed; see: jobmart feeds')
      .option('--file <path>', 'load this file instead of what waits in the inbox')
      .option('--table <id>', 'the jobindsats table, when the file name does not tell it')
      .option('--dimensions <names>', 'headings that are dimensions, separated by commas')
      .option('--extracted-on <date>', 'when the file was extracted, if its name does not tell')
      .option('--full', 'the file is a full snapshot, whatever its name says')
      .option('--delta', 'the file holds changes only, whatever its name says')
      .option('--force', 'load the current file again, or a snapshot that lost many rows')
      .option('--dry-run', 'only tell what it would do, as plan does')
      .option('--no-publish', 'load into core only')
      .option(...wait),
    (config, flags, progress, feed) => run(config, feed ?? '', flags, progress),
  )
  word<RunFlags>(
    jobmart
      .command('plan')
      .description('what a run would do: rows, slices, KPIs before and after; writes nothing')
      .argument('<feed>', 'a feed; see: jobmart feeds')
      .option('--file <path>', 'this file instead of the first that waits in the inbox')
      .option('--table <id>', 'the jobindsats table, when the file name does not tell it')
      .option('--dimensions <names>', 'headings that are dimensions, separated by commas')
      .option('--extracted-on <date>', 'when the file was extracted, if its name does not tell')
      .option(...wait),
    (config, flags, progress, feed) => plan(config, feed ?? '', flags, progress),
  )
  word<{ wait?: boolean }>(
    jobmart
      .command('nightly')
      .description('load every feed with waiting files, then publish once')
      .option(...wait),
    nightly,
  )
  const publish = word<{ wait?: boolean; asOf?: string }>(
    jobmart
      .command('publish')
      .description('rebuild what changed in the mart since the last publication')
      .helpCommand(false)
      .option('--as-of <moment>', 'rebuild into mart_asof as known then: a time, or run:ID')
      .option(...wait),
    publishOnly,
  )
  word<{ name: string }>(
    publish
      .command('freeze')
      .description('keep the KPIs and goals as they stand under a name')
      .requiredOption('--name <text>', 'the name, such as the meeting they were shown at'),
    (config, flags) => freezeWord(config, flags),
  )
  word<RevertFlags>(
    jobmart
      .command('revert')
      .description('undo a run and the later ones of its feed, then publish')
      .argument('<run>', 'the number of a run; see: jobmart runs')
      .option('--yes', 'do it; without it the runs are only listed')
      .option('--no-publish', 'undo in core only')
      .option(...wait),
    (config, flags, progress, id) => revertWord(config, id ?? '', flags, progress),
  )
  word(
    jobmart
      .command('example')
      .description('build the example municipality from its exports to its goals (npm start)'),
    (config, _, progress) => example(config, progress),
  )
}

function lookWords(jobmart: Command): void {
  word(
    jobmart
      .command('status')
      .description('freshness per feed, what waits, the last runs, the goals'),
    (config) => status(config),
  )
  word(
    jobmart
      .command('runs')
      .description('the last runs, or one run with its faults, audits and rewritten slices')
      .argument('[id]', 'the number of a run'),
    (config, _, __, id) => runs(config, id),
  )
  word(jobmart.command('feeds').description('the feeds and the file names they take'), async () =>
    listFeeds(),
  )
}

function quarantineWords(jobmart: Command): void {
  const quarantine = jobmart
    .command('quarantine')
    .description('rejected rows: list, show, release, export')
    .helpCommand(false)
  const feed = ['--feed <feed>', 'only rows of this feed'] as const
  const all = ['--all', 'also those that are answered'] as const
  word<ListFlags>(
    quarantine
      .command('list')
      .description('the rejected rows')
      .option(...feed)
      .option(...all),
    (config, flags) => list(config, flags),
  )
  word(
    quarantine
      .command('show')
      .description('one rejected row with every fault')
      .argument('<row>', 'the number of a row; see: jobmart quarantine list'),
    (config, _, __, id) => show(config, id ?? ''),
  )
  word<{ feed?: string; wait?: boolean; publish: boolean }>(
    quarantine
      .command('release')
      .description('try rejected rows again after a label or definition was mended, then publish')
      .argument('[row]', 'one row only')
      .option(...feed)
      .option('--no-publish', 'release into core only')
      .option('--wait', 'wait for another run instead of stopping with exit 6'),
    (config, flags, progress, id) => releaseWord(config, id, flags, progress),
  )
  word<ListFlags & { out: string }>(
    quarantine
      .command('export')
      .description('the faults as CSV')
      .requiredOption('--out <file>', 'the file to write')
      .option(...feed)
      .option(...all),
    (config, flags) => exportCsv(config, flags),
  )
  word(
    jobmart
      .command('labels')
      .description('labels nobody knows, each with the reference line to add'),
    (config) => labels(config),
  )
}

function serviceWords(jobmart: Command): void {
  word<CommonFlags>(
    jobmart
      .command('schedule')
      .description('the service: run the timetable in schedules/ until stopped'),
    (config, flags, progress) => schedule(config, flags, progress, program()),
  )
  word(
    jobmart
      .command('doctor')
      .description('whether machine, home and database are fit to work, and what to do where not'),
    (config) => doctor(config, program()),
  )
}

function databaseWords(jobmart: Command): void {
  const database = jobmart.command('db').description('the database: start, stop, url, migrate')
  database.helpCommand(false)
  word(
    database.command('start').description('start the embedded server and leave it running'),
    (config) => db.start(config),
  )
  word(database.command('stop').description('stop the embedded server'), (config) =>
    db.stop(config),
  )
  word(database.command('url').description('the address of the database'), (config) =>
    db.url(config),
  )
  word(
    database.command('migrate').description("bring the database to this program's shape"),
    (config) => db.migrateWord(config),
  )
}

/** What commander says of wrong words, as an error that names what exists. */
function wordError(error: CommanderError, jobmart: Command): MartError {
  const known = jobmart.commands.map((command) => command.name()).join(', ')
  return new MartError('UNKNOWN_WORD', 'Ordene på kommandolinjen forstås ikke.', {
    expected: `et af ordene ${known}, med deres egne flag`,
    got: error.message.replace(/^error: /, ''),
    todo: 'Se: jobmart --help, eller jobmart ORD --help',
  })
}

async function main(argv: readonly string[]): Promise<void> {
  listenForSignals()
  // `jobmart runs | head` closes the pipe before everything is written; that is no failure.
  process.stdout.on('error', (error: { code?: string }) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
  const jobmart = program()
  const isJson = argv.includes('--json')
  try {
    await jobmart.parseAsync(argv)
  } catch (error) {
    if (wasInterrupted()) return
    if (error instanceof CommanderError && error.exitCode === 0) return
    if (error instanceof CommanderError && error.code === 'commander.help') {
      process.exitCode = EXIT.usage
      return
    }
    const failure = error instanceof CommanderError ? wordError(error, jobmart) : asMartError(error)
    printError(failure, isJson)
    process.exitCode = failure.exitCode
  }
}

await main(process.argv)
