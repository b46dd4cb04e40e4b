/** Owns the command line of `new`: the words that write something to begin with. */
import type { Command } from 'commander'
import type { AddWord } from '../word.ts'
import type { FeedOverrideFlags } from '../words/feed-override.ts'
import { newManualTemplate } from '../words/manual-template.ts'

/** Adds `new` with its words. */
export function addScaffoldingWords(jobmart: Command, word: AddWord): void {
  const scaffold = jobmart
    .command('new')
    .description('something to begin with: manual-template, feed-override')
    .helpCommand(false)
  word<{ out?: string }>(
    scaffold
      .command('manual-template')
      .description('an empty workbook for manual entries, with lists of what its cells may hold')
      .option('--out <file>', 'the file to write (default: Manuelle_indtastninger.xlsx)'),
    (config, flags) => newManualTemplate(config, flags),
  )
  word<FeedOverrideFlags>(
    scaffold
      .command('feed-override')
      .description('the lines of jobmart.yaml that make a feed read an export that differs')
      .argument('<feed>', 'a feed; see: jobmart feeds')
      .requiredOption('--file <path>', 'a real export')
      .option('--out <file>', 'write them to a new file instead of printing them'),
    async (config, flags, progress, feed) =>
      (await import('../words/feed-override.ts')).newFeedOverride(
        config,
        feed ?? '',
        flags,
        progress,
      ),
  )
}
