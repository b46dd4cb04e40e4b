/** Owns the workbook that people type manual entries into: its two sheets, its lists, and what it says of each column. */
import exceljs, { type DataValidation, type Workbook, type Worksheet } from 'exceljs'

/** A valid value and what it is called. */
export type Named = readonly [value: string, name: string]

/** The values that the cells offer, in the order they are shown. */
export interface TemplateLists {
  /** Code, Danish name and Danish unit of every KPI of the catalogue. */
  readonly kpis: readonly (readonly [code: string, name: string, unit: string])[]
  /** Area names, the own municipality first. */
  readonly areas: readonly string[]
  readonly targetGroups: readonly Named[]
  readonly ageGroups: readonly string[]
  readonly units: readonly string[]
}

const PERIODS: readonly Named[] = [
  ['2020-01', 'januar 2020'],
  ['2020-Q1', '1. kvartal 2020'],
  ['2020-H1', '1. halvår 2020'],
  ['2020', 'året 2020'],
  ['2020-Q2R', 'rullende år til og med 2. kvartal 2020'],
  ['2020-03YTD', 'året til dato, til og med marts 2020'],
  ['2020-W05', 'uge 5 i 2020'],
]

const TYPED_ROWS = 2000
const LISTS = 'Lister'
const TEXT = '@'
// Shown as typed: the decimals of a value tell how exactly it must agree with its numerator and denominator.
const AS_TYPED = 'General'

interface ColumnPlan {
  readonly heading: string
  readonly width: number
  readonly format: string
  readonly note: string
  readonly validation?: DataValidation
}

/** The workbook, empty and ready to be filled in. */
export function manualTemplate(lists: TemplateLists): Workbook {
  const workbook = new exceljs.Workbook()
  const entries = workbook.addWorksheet('Indtastning', {
    views: [{ state: 'frozen', xSplit: 2, ySplit: 1 }],
  })
  const ranges = addLists(workbook.addWorksheet(LISTS), lists)
  const plans = columnPlans(ranges)
  entries.columns = plans.map(({ heading, width, format }) => ({
    header: heading,
    width,
    style: { numFmt: format },
  }))
  plans.forEach((plan, index) => {
    const cell = entries.getRow(1).getCell(index + 1)
    cell.note = plan.note
    if (plan.validation) validate(entries, cell.address.replace(/\d+/, ''), plan.validation)
  })
  heading(entries)
  return workbook
}

/** exceljs keeps validations of whole ranges, but its types do not say so. */
function validate(sheet: Worksheet, column: string, validation: DataValidation): void {
  const { dataValidations } = sheet as Worksheet & {
    dataValidations: { add(range: string, validation: DataValidation): void }
  }
  dataValidations.add(`${column}2:${column}${TYPED_ROWS}`, validation)
}

function heading(sheet: Worksheet): void {
  const row = sheet.getRow(1)
  row.font = { bold: true }
  row.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFD9E2EC' } }
}

type Ranges = Readonly<Record<'kpis' | 'areas' | 'targetGroups' | 'ageGroups' | 'units', string>>

/** Fills the sheet of valid values; returns where each list stands. */
function addLists(sheet: Worksheet, lists: TemplateLists): Ranges {
  const columns: readonly (readonly [heading: string, width: number, values: readonly string[]])[] =
    [
      ['KPI-id', 38, lists.kpis.map(([code]) => code)],
      ['Nøgletal', 62, lists.kpis.map(([, name]) => name)],
      ['Nøgletallets enhed', 18, lists.kpis.map(([, , unit]) => unit)],
      ['Område', 24, lists.areas],
      ['Målgruppe', 12, lists.targetGroups.map(([code]) => code)],
      ['Målgruppens navn', 50, lists.targetGroups.map(([, name]) => name)],
      ['Aldersgruppe', 14, lists.ageGroups],
      ['Enhed', 18, lists.units],
      ['Periode, fx', 14, PERIODS.map(([period]) => period)],
      ['som er', 42, PERIODS.map(([, name]) => name)],
      ['Slet (J)', 10, ['J']],
    ]
  sheet.columns = columns.map(([header, width]) => ({ header, width, style: { numFmt: TEXT } }))
  const ranges = columns.map(([, , values], index) => {
    values.forEach((value, row) => {
      sheet.getCell(row + 2, index + 1).value = value
    })
    const letter = sheet.getColumn(index + 1).letter
    return `${LISTS}!$${letter}$2:$${letter}$${values.length + 1}`
  })
  sheet.views = [{ state: 'frozen', ySplit: 1 }]
  heading(sheet)
  const [kpis = '', , , areas = '', targetGroups = '', , ageGroups = '', units = ''] = ranges
  return { kpis, areas, targetGroups, ageGroups, units }
}

function columnPlans(ranges: Ranges): readonly ColumnPlan[] {
  return [...keyPlans(ranges), ...figurePlans(ranges), ...originPlans()]
}

function keyPlans(ranges: Ranges): readonly ColumnPlan[] {
  return [
    {
      ...{ heading: 'KPI-id', width: 34, format: TEXT, validation: fromList(ranges.kpis, true) },
      note: 'Nøgletallets kode; navnene står i arket Lister. Skal udfyldes.',
    },
    {
      ...{ heading: 'Periode (ÅÅÅÅ-MM)', width: 20, format: TEXT },
      note: `Skal udfyldes, som tekst: ${PERIODS.map(([period]) => period).join(', ')}.`,
    },
    {
      ...{ heading: 'Område/Team', width: 22, format: TEXT },
      validation: fromList(ranges.areas, false),
      note: 'Et område fra Lister, eller teamets navn. Tom er hele kommunen.',
    },
    {
      ...{ heading: 'Målgruppe', width: 12, format: TEXT },
      validation: fromList(ranges.targetGroups, true),
      note: 'Målgruppens kode; navnene står i Lister. Tom er alle.',
    },
    {
      ...{ heading: 'Aldersgruppe', width: 14, format: TEXT },
      validation: fromList(ranges.ageGroups, true),
      note: 'Aldersgruppen. Tom er alle.',
    },
  ]
}

function figurePlans(ranges: Ranges): readonly ColumnPlan[] {
  return [
    {
      ...{ heading: 'Værdi', width: 14, format: AS_TYPED, validation: NUMBER },
      note: 'Tallet; andele i procent (7,5). Tom, når Tæller og Nævner er udfyldt: så regnes værdien ud.',
    },
    {
      ...{ heading: 'Enhed', width: 16, format: TEXT, validation: fromList(ranges.units, true) },
      note: 'Nøgletallets enhed; den står i Lister. Må være tom.',
    },
    {
      ...{ heading: 'Tæller', width: 12, format: '#,##0', validation: NUMBER },
      note: 'Tælleren for en andel eller et gennemsnit.',
    },
    {
      ...{ heading: 'Nævner', width: 12, format: '#,##0', validation: NUMBER },
      note: 'Nævneren; kun for nøgletal, der har en.',
    },
  ]
}

function originPlans(): readonly ColumnPlan[] {
  return [
    {
      ...{ heading: 'Indtastet af', width: 14, format: TEXT },
      note: 'Dine initialer. De gemmes kun som et pseudonym.',
    },
    {
      ...{ heading: 'Indtastet dato', width: 16, format: 'dd-mm-yyyy', validation: DAY },
      note: 'Dagen i dag. En senere dato retter en tidligere indtastning af det samme.',
    },
    {
      ...{ heading: 'Kommentar', width: 40, format: TEXT },
      note: 'Til jer selv; den indlæses ikke. Skriv ingen personoplysninger.',
    },
    {
      ...{ heading: 'Slet (J)', width: 10, format: TEXT },
      validation: {
        ...fromList('"J"', true),
        error: 'Skriv J for at slette, eller lad cellen stå tom.',
      },
      note: 'J sletter indtastningen. En slettet række i arket sletter intet.',
    },
  ]
}

const LARGEST = 999_999_999_999

const NUMBER: DataValidation = {
  type: 'decimal',
  operator: 'between',
  allowBlank: true,
  formulae: [-LARGEST, LARGEST],
  showErrorMessage: true,
  errorTitle: 'Ikke et tal',
  error: 'Skriv et tal med komma, fx 7,5 – uden procenttegn og enhed.',
}

const DAY: DataValidation = {
  type: 'date',
  operator: 'greaterThan',
  allowBlank: true,
  formulae: [new Date(Date.UTC(2000, 0, 1))],
  showErrorMessage: true,
  errorTitle: 'Ikke en dato',
  error: 'Skriv en dato, fx 03-02-2020.',
}

/** A list in the cell; `isStrict` refuses what is not in it. */
function fromList(range: string, isStrict: boolean): DataValidation {
  return {
    type: 'list',
    allowBlank: true,
    formulae: [range],
    showErrorMessage: isStrict,
    errorTitle: 'Ukendt værdi',
    error: `Vælg en værdi fra listen; de står i arket ${LISTS}.`,
  }
}
