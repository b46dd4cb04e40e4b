/** Owns the command line of the words about rejected rows: quarantine list, show, release, export, and labels. */
import type { Command } from 'commander'
import { type AddWord, WAIT } from '../word.ts'
import type { ListFlags } from '../words/quarantine.ts'

const words = () => import('../words/quarantine.ts')

const FEED = ['--feed <feed>', 'only rows of this feed'] as const
const ALL = ['--all', 'also those that are answered'] as const

/** Adds the words about rejected rows. */
export function addQuarantineWords(jobmart: Command, word: AddWord): void {
  const quarantine = jobmart
    .command('quarantine')
    .description('rejected rows: list, show, release, export')
    .helpCommand(false)
  addLooks(quarantine, word)
  addRelease(quarantine, word)
  word(
    jobmart
      .command('labels')
      .description('labels nobody knows, each with the reference line to add'),
    async (config) => (await import('../words/labels.ts')).labels(config),
  )
}

function addLooks(quarantine: Command, word: AddWord): void {
  word<ListFlags>(
    quarantine
      .command('list', { isDefault: true })
      .description('the rejected rows; also what quarantine alone does')
      .option(...FEED)
      .option(...ALL),
    async (config, flags) => (await words()).list(config, flags),
  )
  word(
    quarantine
      .command('show')
      .description('one rejected row with every fault, or the fault of a refused file')
      .argument('<id>', 'the number of a row, or a quarantine_id; see: jobmart quarantine list'),
    async (config, _, __, id) => (await words()).show(config, id ?? ''),
  )
  word<ListFlags & { out: string }>(
    quarantine
      .command('export')
      .description('the faults as CSV')
      .requiredOption('--out <file>', 'the file to write')
      .option(...FEED)
      .option(...ALL),
    async (config, flags) => (await words()).exportCsv(config, flags),
  )
}

function addRelease(quarantine: Command, word: AddWord): void {
  word<{ feed?: string; wait?: boolean; publish: boolean }>(
    quarantine
      .command('release')
      .description('try rejected rows again after a label or definition was mended, then publish')
      .argument('[row]', 'one row only')
      .option(...FEED)
      .option('--no-publish', 'release into core only')
      .option(...WAIT),
    async (config, flags, progress, id) => (await words()).releaseWord(config, id, flags, progress),
  )
}
