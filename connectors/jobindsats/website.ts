/** Owns the choice between the layouts of jobindsats.dk's tables: periods down or across, titles above, notes below. */
import type { Layout, LayoutHints, SourceRecord, Unclear } from '../../src/connector.ts'
import { placeAcross } from './across.ts'
import { placeDown } from './down.ts'
import { findHeadings } from './headings.ts'
import { readTitles } from './titles.ts'

/**
 * How the lines of a file with these first lines become rows; nothing when no line is its headings.
 * A layout that can be read in two ways is `Unclear`, never guessed.
 */
export function websiteLayout(
  head: readonly SourceRecord[],
  hints: LayoutHints,
): Layout | Unclear | undefined {
  const headings = findHeadings(head, hints.reference)
  if (!headings) return undefined
  const titles = readTitles(head.slice(0, headings.at), hints)
  const table = { head, headings, titles, hints }
  return headings.periods.size > 0 ? placeAcross(table) : placeDown(table)
}
