/** Owns the command line of the words that publish and undo: publish, publish freeze, refresh, revert, example. */
import type { Command } from 'commander'
import { type AddWord, WAIT } from '../word.ts'
import type { RevertFlags } from '../words/revert.ts'

const words = () => import('../words/run.ts')

/** Adds the words that bring the mart to another state. */
export function addPublishingWords(jobmart: Command, word: AddWord): void {
  const publish = word<{ wait?: boolean; asOf?: string }>(
    jobmart
      .command('publish')
      .description('rebuild every open part of the mart')
      .helpCommand(false)
      .option('--as-of <moment>', 'rebuild into mart_asof as known then: a time, or run:ID')
      .option(...WAIT),
    async (config, flags, progress) => (await words()).publishOnly(config, flags, progress),
  )
  word<{ name: string }>(
    publish
      .command('freeze')
      .description('keep the KPIs and goals as they stand under a name')
      .requiredOption('--name <text>', 'the name, such as the meeting they were shown at'),
    async (config, flags) => (await words()).freezeWord(config, flags),
  )
  word<{ wait?: boolean }>(
    jobmart
      .command('refresh')
      .description('rebuild what changed in the mart since the last publication')
      .option(...WAIT),
    async (config, flags, progress) => (await words()).refreshWord(config, flags, progress),
  )
  word<RevertFlags>(
    jobmart
      .command('revert')
      .description('undo a run and the later ones of its feed, then publish')
      .argument('<run>', 'the number of a run; see: jobmart runs')
      .option('--yes', 'do it; without it the runs are only listed')
      .option('--no-publish', 'undo in core only')
      .option(...WAIT),
    async (config, flags, progress, id) =>
      (await import('../words/revert.ts')).revertWord(config, id ?? '', flags, progress),
  )
  addExample(jobmart, word)
}

function addExample(jobmart: Command, word: AddWord): void {
  word(
    jobmart
      .command('example')
      .description('build the example municipality from its exports to its goals (npm start)'),
    async (config, _, progress) => (await import('../words/example.ts')).example(config, progress),
  )
}
