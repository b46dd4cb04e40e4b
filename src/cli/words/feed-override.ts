/** Owns the word `new feed-override`: a real export held against a feed, and the lines of jobmart.yaml that would make it fit. */
import { EXIT } from '../../core/errors.ts'
import { guessHeadings } from '../../core/heading-guess.ts'
import { buildReference } from '../../core/reference.ts'
import { counted } from '../../core/text.ts'
import { firstLook } from '../../load/first-look.ts'
import type { Config } from '../config.ts'
import { declaredFeeds, feedById } from '../feeds.ts'
import { writeNew } from '../new-file.ts'
import type { Progress, WordResult } from '../output.ts'
import { isOpen, type Proposal, proposalOf } from '../override-proposal.ts'
import { overrideYaml } from '../override-yaml.ts'
import { readingRoom } from '../reading-room.ts'
import { readReference } from '../reference.ts'
import { namedFile } from './run.ts'

export interface FeedOverrideFlags {
  readonly file: string
  readonly out?: string
}

/**
 * `new feed-override <feed> --file PATH`: proposes which heading is which, and tells what nobody knows. Exit 1 when a
 * person has something to look at.
 * @throws MartError HEADER_CHANGED (exit 2) when no row looks like headings; FILE_EXISTS for an `--out` that is there
 */
export async function newFeedOverride(
  config: Config,
  feedId: string,
  flags: FeedOverrideFlags,
  progress: Progress,
): Promise<WordResult> {
  const feed = feedById(config, feedId)
  const declared = declaredFeeds.find(({ id }) => id === feedId) ?? feed
  const { path, name } = await namedFile(feed, flags.file, {})
  const reference = buildReference((await readReference(config)).tables)
  progress(`Læser ${name} (${feed.id}); intet gemmes`)
  const room = await readingRoom(config, path)
  const look = await firstLook(feed, { name, path }, reference, room)
  const context = { reference, pseudonyms: room.pseudonyms }
  const guesses = guessHeadings(feed.columns, look.columns, context, declared.columns)
  const proposal = proposalOf(declared, feed, name, look, guesses, reference)
  const yaml = overrideYaml(proposal)
  if (flags.out !== undefined) await writeNew(flags.out, yaml)
  return {
    exitCode: isOpen(proposal) ? EXIT.warnings : EXIT.done,
    text: flags.out === undefined ? yaml.trimEnd() : summary(flags.out, proposal),
    json: json(proposal, yaml, flags.out),
  }
}

function summary(out: string, { headings, codes }: Proposal): string {
  const count = (certainty: string) =>
    headings.filter((heading) => heading.certainty === certainty).length
  const unknown = codes.reduce((sum, { unknown, hidden }) => sum + unknown.length + hidden, 0)
  return [
    `Forslaget er skrevet til ${out}.`,
    `Kolonner: ${count('known')} hedder som ventet, ${count('sure')} er fundet, ${count('unsure')} er usikre, ${count('missing')} mangler.`,
    `${counted(unknown, 'ukendt kode', 'ukendte koder')}.`,
  ].join('\n')
}

function json(proposal: Proposal, yaml: string, out: string | undefined) {
  const { feed, fileName, look, headings, dropped, codes, fileKeys, filePattern } = proposal
  return {
    feed: feed.id,
    file_name: fileName,
    file: out ?? null,
    layout: {
      kind: look.kind,
      encoding: look.format?.encoding ?? null,
      delimiter: look.format?.delimiter ?? null,
      sheet: look.sheet ?? null,
      header_line: look.headerLine,
      rows: look.rows,
    },
    file_pattern: fileKeys.length > 0 ? filePattern : null,
    columns: headings,
    missing_columns: headings
      .filter(({ certainty }) => certainty === 'missing')
      .map(({ column }) => column),
    dropped_columns: dropped,
    codes: codes.map(({ column, unknown, hidden }) => ({ column, unknown, hidden })),
    yaml,
  }
}
