/** Owns the command line of the words that look: status, runs, feeds. */
import type { Command } from 'commander'
import type { AddWord } from '../word.ts'

const words = () => import('../words/look.ts')

/** Adds the words that change nothing. */
export function addLookingWords(jobmart: Command, word: AddWord): void {
  word(
    jobmart
      .command('status')
      .description('freshness per feed, what waits, the last runs, the goals'),
    async (config) => (await words()).status(config),
  )
  word(
    jobmart
      .command('runs')
      .description('the last runs, or one run with its faults, audits and rewritten slices')
      .argument('[id]', 'the number of a run'),
    async (config, _, __, id) => (await words()).runs(config, id),
  )
  word(
    jobmart.command('feeds').description('the feeds and the file names they take'),
    async (config) => (await words()).listFeeds(config),
  )
}
