/** Owns the command line of `new`: the words that write something to begin with. */
import type { Command } from 'commander'
import type { AddWord } from '../word.ts'
import { newManualTemplate } from '../words/manual-template.ts'

/** Adds `new` with its words. */
export function addScaffoldingWords(jobmart: Command, word: AddWord): void {
  const scaffold = jobmart
    .command('new')
    .description('something to begin with: manual-template')
    .helpCommand(false)
  word<{ out?: string }>(
    scaffold
      .command('manual-template')
      .description('an empty workbook for manual entries, with lists of what its cells may hold')
      .option('--out <file>', 'the file to write (default: Manuelle_indtastninger.xlsx)'),
    (config, flags) => newManualTemplate(config, flags),
  )
}
