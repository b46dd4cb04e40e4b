/** Owns the command line of the words that load, or tell what a load would do: run, plan, check, nightly. */
import type { Command } from 'commander'
import { type AddWord, WAIT } from '../word.ts'
import { type CheckFlags, check } from '../words/check.ts'
import { nightly, plan, type RunFlags, run } from '../words/run.ts'

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
    nightly,
  )
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
    (config, flags, progress, feed) => run(config, feed ?? '', flags, progress),
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
    (config, flags, progress, feed) => plan(config, feed ?? '', flags, progress),
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
    (config, flags, progress, feed) => check(config, feed ?? '', flags, progress),
  )
}
