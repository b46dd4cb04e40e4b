/** Owns the kinds of column that only the workbook of manual entries has: KPI, place, groups, period and figure. */
import {
  area,
  bad,
  type ColumnType,
  decimal,
  good,
  label,
  labelText,
  nearest,
  normaliseText,
  period,
  type WrittenNumber,
} from '../../src/connector.ts'

/** A KPI of the catalogue with what its figures must fit. */
export interface Kpi {
  readonly code: string
  /** Unit of the catalogue, such as `percent`. */
  readonly unit: string
  /** Whether it has a denominator. */
  readonly isRatio: boolean
  /** Whether its share may lie above 100 percent, such as the use of a budget. */
  readonly mayExceed100: boolean
}

const kpiCode = label('kpi', 'manual')

/** A KPI by its code; an unknown one names the nearest. */
export const kpi: ColumnType<Kpi> = {
  ...(kpiCode.lookup && { lookup: kpiCode.lookup }),
  parse: (cell, context) => {
    const code = kpiCode.parse(cell, context)
    if (!code.ok) return code
    const row = context.reference.tables.get('kpi')?.find((each) => each.code === code.value)
    return good({
      code: code.value,
      unit: row?.unit ?? '',
      isRatio: Boolean(row?.denominator),
      mayExceed100: row?.may_exceed_100 === 'true',
    })
  },
}

const ALL = new Set(['all', 'alle', 'i alt'])

function isAll(cell: string): boolean {
  return ALL.has(normaliseText(cell))
}

/** Where a figure belongs: an area, or a team of the own municipality. */
export interface Place {
  /** Null: the own municipality. */
  readonly areaCode: string | null
  readonly municipalityCode: string | null
  readonly team: string
}

const anyArea = area()
const teamName = labelText()
const OWN = { areaCode: null, municipalityCode: null } as const

/**
 * An area by name, alias or code, else a team. What is almost an area's name is a reject, never a team: `Team: Vibrog`
 * says that a team is meant.
 */
export const place: ColumnType<Place> = {
  ...(anyArea.lookup && { lookup: anyArea.lookup }),
  parse: (cell, context) => {
    if (isAll(cell)) return good({ ...OWN, team: 'ALL' })
    const declared = /^team\s*:\s*(.+)$/i.exec(cell)?.[1]
    const found = declared === undefined ? anyArea.parse(cell, context) : undefined
    if (found?.ok) {
      const { code, municipalityCode } = found.value
      return good({ areaCode: code, municipalityCode, team: 'ALL' })
    }
    const near = found && nearArea(cell, context.reference.areaNames)
    if (near !== undefined) {
      return bad(
        'UNKNOWN_LABEL',
        `et område eller et team; nærmest er ${near}`,
        cell,
        `Ret områdets navn i filen. Er det et team, så skriv Team: ${cell}`,
      )
    }
    const team = teamName.parse(declared ?? cell, context)
    return team.ok ? good({ ...OWN, team: team.value }) : team
  },
}

function nearArea(cell: string, names: readonly string[]): string | undefined {
  const near = nearest(normaliseText(cell), names.map(normaliseText))
  return names.find((name) => normaliseText(name) === near)
}

const groupLabel = label('target_group', 'manual')

/** A target group by code or label; empty and `I alt` are all. */
export const targetGroup: ColumnType<string> = {
  ...(groupLabel.lookup && { lookup: groupLabel.lookup }),
  parse: (cell, context) => {
    if (isAll(cell)) return good('ALL')
    const { reference } = context
    const named = reference.tables
      .get('target_group')
      ?.find((row) => normaliseText(row.name ?? '') === normaliseText(cell))?.code
    const code = named ?? reference.code('target_group', 'plan', cell)
    return code ? good(code) : groupLabel.parse(cell, context)
  },
}

/** An age group: `18-29`, `18–29 år`, an atomic band; empty and `I alt` are all. */
export const ageGroup: ColumnType<string> = {
  parse: (cell, { reference }) => {
    if (isAll(cell)) return good('ALL')
    const bands = (reference.tables.get('age_band') ?? []).filter((row) => row.age_from !== null)
    const named = bands.find((row) => normaliseText(row.name ?? '') === normaliseText(cell))?.code
    const written = cell.toLowerCase().replace(/\s|år/g, '').replace('–', '-')
    const groups = reference.tables.get('age_group') ?? []
    const known = [...groups, ...bands].map((row) => row.code ?? '')
    const group = named ?? known.find((code) => code === written)
    return group
      ? good(group)
      : bad('BAD_VALUE', `en aldersgruppe: ${known.join(', ')}, eller tom for alle`, cell)
  },
}

const anyPeriod = period()
// A day as text, or its number where the cell's format is text.
const LIKE_A_DAY = /^(\d{5}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d{2}-\d{2}.*)$/

/** A period in any form; a spreadsheet likes to make a day of `2020-01`, and which period was meant is then not guessed. */
export const entryPeriod: typeof anyPeriod = {
  parse: (cell, context) => {
    const found = anyPeriod.parse(cell, context)
    if (found.ok || !LIKE_A_DAY.test(cell)) return found
    const todo =
      'Regnearket har lavet perioden om til en dato: formatér cellen som tekst, og skriv den igen, fx 2020-01.'
    return bad('BAD_PERIOD', 'en periode, fx 2020-01, 2020-Q1, 2020-H1 eller 2020', cell, todo)
  },
}

/** A figure as it was typed, and whether it was typed as a percentage. */
export interface Figure extends WrittenNumber {
  readonly isPercent: boolean
}

const anyNumber = decimal({ percent: true })

/** A number in Danish writing. `12.5` is no Danish number and is rejected: it may be 12,5 or a thousand-fold mistake. */
export const figure: ColumnType<Figure> = {
  parse: (cell, context) => {
    const number = anyNumber.parse(cell, context)
    if (!number.ok) return number
    return number.value
      ? good({ ...number.value, isPercent: cell.includes('%') })
      : bad('BAD_NUMBER', 'et dansk tal, fx 1.234,5', cell)
  },
}
