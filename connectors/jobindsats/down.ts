/** Owns tables with periods down: rows as the API gives them, or with members, areas or measures across. */
import { type Layout, someOf, type Unclear } from '../../src/connector.ts'
import { filtersBeside, missing, namelessWarning, placeOf, type Table, twins } from './found.ts'
import { columnCells } from './headings.ts'
import { type Figures, layoutOfFigures, layoutOfRows, type Place } from './laid-out.ts'
import { isDashed, membersOver, type Pivot, pivotOf } from './pivot.ts'
import { namedArea } from './words.ts'

/** The layout of a table with periods down, why it cannot be told, or nothing when its headings are not the agreed ones. */
export function placeDown(table: Table): Layout | Unclear | undefined {
  const { headings, titles, hints } = table
  const others = headings.cells.flatMap((cell, index) =>
    cell === '' || index === headings.area || index === headings.period ? [] : [index],
  )
  const first = others.find((index) => isDashed(headings.cells[index] ?? ''))
  const across = first === undefined ? [] : others.filter((index) => index >= first)
  const leading = others.filter((index) => !across.includes(index))
  const texts = across.map((index) => headings.cells[index] ?? '')
  const pivot = leading.every((index) => isDimension(table, index))
    ? pivotOf(texts, hints.reference, titles.splitBy)
    : undefined
  const isWhole = headings.area !== undefined && headings.period !== undefined
  // With both columns and nothing above them it may be an answer of the API, whose measures have a dash in their names.
  const isAnswer = isWhole && !titles.isTitled && pivot?.isNameless === true
  if (pivot && !isAnswer) return pivoted(table, pivot, leading, across)
  if (first !== undefined && !isWhole) return unclearPivot(texts)
  const bare = barePivot(table, others)
  return bare ? pivoted(table, bare, [], others) : plain(table, isWhole)
}

function isDimension({ head, headings, hints }: Table, index: number): boolean {
  const cells = columnCells(head, headings, index)
  const isKnown = hints.reference.isDimensionHeading(headings.cells[index] ?? '')
  return isKnown || (cells.length > 0 && cells.every((cell) => /\p{L}/u.test(cell)))
}

/** Areas or known members across, with the measure in the title. */
function barePivot(
  { headings, titles, hints }: Table,
  others: readonly number[],
): Pivot | undefined {
  const { measure } = titles
  const texts = others.map((index) => headings.cells[index] ?? '')
  const { reference } = hints
  const isAreas =
    headings.area === undefined && texts.every((text) => namedArea(text, reference) !== undefined)
  const isMembers = new Set(texts.map((text) => reference.dimensionOf(text))).size === 1
  const isKnown = isAreas || (isMembers && reference.dimensionOf(texts[0] ?? '') !== undefined)
  if (measure === undefined || texts.length === 0 || !isKnown) return undefined
  const members = texts.map((text) => [text])
  return membersOver(
    members,
    texts.map(() => measure),
    reference,
    titles.splitBy,
  )
}

function pivoted(
  table: Table,
  pivot: Pivot,
  leading: readonly number[],
  across: readonly number[],
): Layout | Unclear {
  const { headings, titles, hints } = table
  const area = placeOf(headings.area, titles.area)
  const period = placeOf(headings.period, titles.period)
  const [someone] = pivot.columns
  if (!area && someone?.area === undefined) return missing('Området', 'Område: Viborg')
  if (!period && someone?.period === undefined) return missing('Perioden', 'Periode: 2020M01')
  const split = [...leading.map((index) => headings.cells[index] ?? ''), ...pivot.dimensions]
  const filters = filtersBeside(table, split)
  const shared = [
    ...filters.map(([, member]): Place => ({ always: member })),
    ...leading.map((column): Place => ({ column })),
  ]
  const figures = pivot.columns.map(
    (one, index): Figures => ({
      column: across[index] ?? 0,
      area: one.area === undefined ? (area ?? { always: '' }) : { always: one.area },
      period: one.period === undefined ? (period ?? { always: '' }) : { always: one.period },
      measure: { always: one.measure },
      members: [...shared, ...one.members.map((member): Place => ({ always: member }))],
    }),
  )
  const dimensions = [...filters.map(([name]) => name), ...split]
  const warnings = [...titles.warnings, ...(pivot.isNameless ? [namelessWarning()] : [])]
  const laid = { headings, dimensions, figures, warnings }
  return twins(figures) ?? layoutOfFigures(laid, hints.reference)
}

/** Rows as they are; what the titles say of all of them is added. */
function plain(table: Table, isWhole: boolean): Layout | Unclear | undefined {
  const { headings, titles, hints } = table
  const area = headings.area === undefined ? plainArea(table) : undefined
  const period = headings.period === undefined ? titles.period : undefined
  if (!isWhole && headings.period === undefined && period === undefined) return undefined
  if (!isWhole && headings.area === undefined && area === undefined) {
    return titles.isTitled && !hasAreas(table) ? missing('Området', 'Område: Viborg') : undefined
  }
  const constants = [
    ...(area ? [['Område', area.name] as const] : []),
    ...(period === undefined ? [] : [['Periode', period] as const]),
    ...filtersBeside(table, headings.cells),
  ]
  const warnings = [...titles.warnings, ...(area?.warning ? [area.warning] : [])]
  return layoutOfRows(headings, constants, warnings, titles, hints.reference)
}

/** The area of a file without a column for it: its title's, its name's, or, of an API answer, the whole country's total. */
function plainArea(table: Table): { name: string; warning?: string } | undefined {
  const { titles, hints } = table
  if (titles.area !== undefined) return { name: titles.area }
  // A column of areas under another name is a heading that has changed, not a missing area.
  if (titles.isTitled || hasAreas(table)) return undefined
  const words = hints.fileName.replace(/\.[^.]+$/, '').split(/[_\s.-]+/)
  const named = words.flatMap((word) => namedArea(word, hints.reference) ?? [])
  const name = named.length === 1 ? (named[0] ?? '') : 'Hele landet'
  const why = named.length === 1 ? 'som filens navn siger' : 'som når kilden ikke deler op'
  return { name, warning: `Filen har ingen kolonne med områder; tallene gælder ${name}, ${why}.` }
}

function hasAreas({ head, headings, hints }: Table): boolean {
  return headings.cells.some((_, index) =>
    columnCells(head, headings, index).some(
      (cell) => namedArea(cell, hints.reference) !== undefined,
    ),
  )
}

function unclearPivot(headings: readonly string[]): Unclear {
  return {
    code: 'AMBIGUOUS_COLUMNS',
    message: 'Det er ikke til at se, hvad overskrifterne med bindestreg tæller og måler.',
    expected: 'overskrifter som "Kvinder - Antal personer" i alle kolonner med tal',
    got: someOf(headings),
    todo: 'Hent tabellen igen uden at vende den, eller ret overskrifterne, og kør igen.',
  }
}
