/** Owns the header row: how headings are compared, which row it is, and what is said when it is not as declared. */
import { MartError } from '../core/errors.ts'
import { likeness, nearest, SAME_NAME } from '../core/nearest.ts'
import { asArgument, normaliseText } from '../core/text.ts'

export interface DeclaredColumn {
  /** What the connector calls the column. */
  readonly field: string
  readonly heading: string
  readonly aliases?: readonly string[]
  /** Matches the normalised heading where it carries a value, such as the year of `Mål 2020`; group 1 is captured. */
  readonly pattern?: RegExp
  readonly optional?: boolean
}

/** A row that may be the header; a sheet's rows fit as well as a CSV file's. */
export interface HeaderRow {
  readonly line: number
  readonly cells: readonly string[]
}

export interface MatchedHeader {
  readonly ok: true
  /** The index of each declared field that the file has. */
  readonly positions: ReadonlyMap<string, number>
  /** What the pattern of a field captured from its heading. */
  readonly captured: ReadonlyMap<string, string>
  /** The headings nobody declared; nameless columns are left out. */
  readonly extra: readonly { readonly index: number; readonly heading: string }[]
}

export interface UnmatchedHeader {
  readonly ok: false
  readonly missing: readonly DeclaredColumn[]
  /** The headings that claim one declared column between them. */
  readonly duplicated: readonly string[]
  /** For a missing declared heading, the heading in the row that is most like it. */
  readonly nearest: ReadonlyMap<string, string>
}

export type HeaderMatch = MatchedHeader | UnmatchedHeader

export type HeaderSearch<Row extends HeaderRow> =
  | { readonly ok: true; readonly index: number; readonly row: Row; readonly match: MatchedHeader }
  | { readonly ok: false; readonly best: Row | undefined }

export const HEADER_WITHIN = 20
const LONGEST_QUOTE = 80

/**
 * Finds the declared columns among the cells of a header row, by heading, alias or pattern.
 * A missing column that is not optional, or two headings for one column, makes it no match.
 */
export function matchHeader(
  cells: readonly string[],
  declared: readonly DeclaredColumn[],
): HeaderMatch {
  const headings = cells.map(normaliseText)
  const found = locate(headings, declared)
  const missing = declared.filter(({ field, optional }) => !optional && !found.has(field))
  const duplicated = [...found.values()]
    .filter((indexes) => indexes.length > 1)
    .map((indexes) => [...new Set(indexes.map((index) => cells[index] ?? ''))].join(' / '))
  const claimed = new Set([...found.values()].flat())
  const extra = cells
    .map((heading, index) => ({ index, heading }))
    .filter(({ index }) => headings[index] !== '' && !claimed.has(index))
  if (missing.length > 0 || duplicated.length > 0) {
    return { ok: false, missing, duplicated, nearest: nearestHeadings(missing, extra) }
  }
  return {
    ok: true,
    positions: positionsOf(found),
    captured: capture(headings, declared, found),
    extra,
  }
}

/**
 * The header is the first of the first 20 rows that holds every required column; info lines may stand before it.
 * If there is none, `best` is the row that came nearest, for `headerChanged`.
 */
export function findHeader<Row extends HeaderRow>(
  rows: readonly Row[],
  declared: readonly DeclaredColumn[],
): HeaderSearch<Row> {
  let best: Row | undefined
  let most = 0
  for (const [index, row] of rows.slice(0, HEADER_WITHIN).entries()) {
    const match = matchHeader(row.cells, declared)
    if (match.ok && match.positions.size > 0) return { ok: true, index, row, match }
    const count = locate(row.cells.map(normaliseText), declared).size
    if (count > most) {
      best = row
      most = count
    }
  }
  return { ok: false, best }
}

/** A file whose header is looked for. */
export interface HeaderPlace {
  readonly feed: string
  readonly file: string
  readonly sheet?: string | undefined
}

/** The error for a file (and sheet) whose header is not as declared; `best` is the row that `findHeader` found nearest. */
export function headerChanged(
  place: HeaderPlace,
  best: HeaderRow | undefined,
  declared: readonly DeclaredColumn[],
): MartError {
  const { file, sheet } = place
  const required = declared.filter(({ optional }) => !optional)
  const match = best && matchHeader(best.cells, declared)
  // A row of data may hold a heading's text by chance; a row that might be data is never quoted.
  const known = best ? locate(best.cells.map(normaliseText), declared).size : 0
  if (!best || !match || match.ok || known < (required.length > 2 ? 2 : 1)) {
    return noHeader(place, required)
  }
  const { missing, duplicated } = match
  const sentences = [
    missing.length > 0 && `${columns(missing)} mangler i filens overskrifter.`,
    duplicated.length > 0 &&
      `${duplicated.map(quote).join(', ')} står flere gange i filens overskrifter.`,
    'Intet er skrevet.',
  ]
  return new MartError('HEADER_CHANGED', sentences.filter(Boolean).join(' '), {
    file,
    ...(sheet !== undefined && { sheet }),
    line: best.line,
    expected: (missing.length > 0 ? missing : required).map((column) => column.heading).join('; '),
    got: describe(match),
    todo: todo(place),
  })
}

function todo({ feed, file }: HeaderPlace): string {
  return (
    'Bed kilden om et udtræk med de aftalte kolonner; hedder de altid noget andet her, så kør: ' +
    `jobmart new feed-override ${feed} --file ${asArgument(file)} (den foreslår linjerne til jobmart.yaml).`
  )
}

function noHeader(place: HeaderPlace, required: readonly DeclaredColumn[]): MartError {
  const { file, sheet } = place
  const message = `Ingen af filens første ${HEADER_WITHIN} linjer er den ventede række med overskrifter. Intet er skrevet.`
  return new MartError('HEADER_CHANGED', message, {
    file,
    ...(sheet !== undefined && { sheet }),
    expected: required.map((column) => column.heading).join('; '),
    got: 'linjer uden de ventede overskrifter',
    todo: `Se efter, om filen hører til dette feed, og om skilletegn og tegnsæt er rigtige. ${todo(place)}`,
  })
}

function columns(missing: readonly DeclaredColumn[]): string {
  const names = missing.map((column) => quote(column.heading)).join(', ')
  return missing.length === 1 ? `Kolonnen ${names}` : `Kolonnerne ${names}`
}

function describe({ missing, duplicated, nearest }: UnmatchedHeader): string {
  const likely = missing.map(({ heading }) => {
    const near = nearest.get(heading)
    return near === undefined
      ? `intet, der ligner ${quote(heading)}`
      : `${quote(near)}, som ligner ${quote(heading)}`
  })
  return [...likely, ...duplicated.map((heading) => `flere gange ${quote(heading)}`)].join('; ')
}

/** A heading as it may be shown: a long run of digits is masked, for it might be a person's number after all. */
function quote(heading: string): string {
  return `"${heading.replaceAll(/\d{6,}(?:-?\d+)*/g, '******').slice(0, LONGEST_QUOTE)}"`
}

/** The indexes of each declared field that the headings hold; a pattern only claims what no name claims. */
function locate(
  headings: readonly string[],
  declared: readonly DeclaredColumn[],
): Map<string, number[]> {
  const found = new Map<string, number[]>()
  const claimed = new Set<number>()
  const claim = (field: string, fits: (heading: string, index: number) => boolean): number[] => {
    const indexes = headings.flatMap((heading, index) => (fits(heading, index) ? [index] : []))
    if (indexes.length > 0) found.set(field, [...(found.get(field) ?? []), ...indexes])
    return indexes
  }
  for (const { field, heading, aliases = [] } of declared) {
    const names = new Set([heading, ...aliases].map(normaliseText))
    for (const index of claim(field, (text) => names.has(text))) claimed.add(index)
  }
  for (const { field, pattern } of declared) {
    if (pattern) claim(field, (text, index) => !claimed.has(index) && text.match(pattern) !== null)
  }
  return found
}

function positionsOf(found: ReadonlyMap<string, readonly number[]>): Map<string, number> {
  return new Map([...found].map(([field, [index = 0]]) => [field, index]))
}

function capture(
  headings: readonly string[],
  declared: readonly DeclaredColumn[],
  found: ReadonlyMap<string, readonly number[]>,
): Map<string, string> {
  const captured = new Map<string, string>()
  for (const { field, pattern } of declared) {
    const heading = headings[found.get(field)?.[0] ?? -1]
    const value = pattern && heading?.match(pattern)?.[1]
    if (value !== undefined) captured.set(field, value)
  }
  return captured
}

function nearestHeadings(
  missing: readonly DeclaredColumn[],
  unclaimed: readonly { readonly heading: string }[],
): Map<string, string> {
  const original = new Map(unclaimed.map(({ heading }) => [normaliseText(heading), heading]))
  const found = new Map<string, string>()
  for (const { heading, aliases = [] } of missing) {
    for (const name of [heading, ...aliases]) {
      const text =
        original.get(nearest(normaliseText(name), original.keys()) ?? '') ??
        unclaimed.find((each) => likeness(each.heading, name) >= SAME_NAME)?.heading
      if (text !== undefined && !found.has(heading)) found.set(heading, text)
    }
  }
  return found
}
