/** Owns the command line of the words that load, or tell what a load would do: run, plan, check, nightly, backfill. */
import type { Command } from 'commander'
import { type AddWord, WAIT } from '../word.ts'
import type { BackfillFlags } from '../words/backfill.ts'
import type { CheckFlags } from '../words/check.ts'
import type { RunFlags } from '../words/run.ts'

// A word's own code is loaded when the word is spoken, so that help and mistakes are answered at once.
const words = () => import('../words/run.ts')

/** Adds the words that load files. */
export function addLoadingWords(jobmart: Command, word: AddWord): void {
  addRun(jobmart, word)
  addPlan(jobmart, word)
  addCheck(jobmart, word)
  word<{ wait?: boolean }>(
    jobmart
      .command('nightly')
      .description('load every feed with waiting files, then publish once')
      .option(...WAIT),
    async (config, flags, progress) => (await words()).nightly(config, flags, progress),
  )
  addBackfill(jobmart, word)
}

function addRun(jobmart: Command, word: AddWord): void {
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
      .option(...WAIT),
    async (config, flags, progress, feed) =>
      (await words()).run(config, feed ?? '', flags, progress),
  )
}

function addPlan(jobmart: Command, word: AddWord): void {
  word<RunFlags>(
    jobmart
      .command('plan')
      .description('what a run would do: rows, slices, KPIs before and after; writes nothing')
      .argument('<feed>', 'a feed; see: jobmart feeds')
      .option('--file <path>', 'this file instead of the first that waits in the inbox')
      .option('--table <id>', 'the jobindsats table, when the file name does not tell it')
      .option('--dimensions <names>', 'headings that are dimensions, separated by commas')
      .option('--extracted-on <date>', 'when the file was extracted, if its name does not tell')
      .option('--full', 'the file is a full snapshot, whatever its name says')
      .option('--delta', 'the file holds changes only, whatever its name says')
      .option('--force', 'as if run with --force')
      .option(...WAIT),
    async (config, flags, progress, feed) =>
      (await words()).plan(config, feed ?? '', flags, progress),
  )
}

function addBackfill(jobmart: Command, word: AddWord): void {
  word<BackfillFlags>(
    jobmart
      .command('backfill')
      .description("load a feed's files of some months again from the archive, then publish")
      .argument('<feed>', 'a feed; see: jobmart feeds')
      .requiredOption('--from <month>', 'the first month of the data or the extraction: 2019-01')
      .requiredOption('--to <month>', 'the last one')
      .option('--dry-run', 'only tell which files it would load again')
      .option('--no-publish', 'load into core only')
      .option(...WAIT),
    async (config, flags, progress, feed) =>
      (await import('../words/backfill.ts')).backfillWord(config, feed ?? '', flags, progress),
  )
}

function addCheck(jobmart: Command, word: AddWord): void {
  word<CheckFlags>(
    jobmart
      .command('check')
      .description("read a file against the feed's declared columns; no database needed")
      .argument('<feed>', 'a feed; see: jobmart feeds')
      .requiredOption('--file <path>', 'the file to read')
      .option('--table <id>', 'the jobindsats table, when the file name does not tell it')
      .option('--dimensions <names>', 'headings that are dimensions, separated by commas'),
    async (config, flags, progress, feed) =>
      (await import('../words/check.ts')).check(config, feed ?? '', flags, progress),
  )
}
