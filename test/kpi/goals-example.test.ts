/** Owns the proof of S4's twelve goals: before any figure is known, and after an Excel plan, v3 answers and the population. */
import { expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { deliverExample, type Form } from '../support/example.ts'
import { goalsOf } from '../support/figures.ts'

/** What every goal of S4's plan has before any figure is known: number, KPI, who sets it, type, basis, area, target, baseline. */
const S4_GOALS = [
  ['1', 'benchmark_rank', 'Byråd/udvalg', 'resultatmål', 'national', '791', null, 48],
  ['2', 'share_temporary_support', 'Byråd/udvalg', 'resultatmål', 'own', '791', 7.5, 8],
  ['3', 'share_permanent_support', 'Byråd/udvalg', 'resultatmål', 'own', '791', 10.7, 10.3],
  ['4a', 'share_youth_temporary_support', 'Byråd/udvalg', 'resultatmål', 'own', '791', 10.4, 10.9],
  ['4b', 'ftp_youth_temporary_support', 'Byråd/udvalg', 'resultatmål', 'own', '791', 1373, 1440],
  ['5', 'share_sickness_benefit', 'Byråd/udvalg', 'resultatmål', 'own', '791', 2, 2.1],
  ['6', 'sickness_over_52w_count', 'Byråd/udvalg', 'resultatmål', 'own', '791', 315, 355],
  ['7', 'cooperation_degree', 'Byråd/udvalg', 'resultatmål', 'national', '791', 44, 43.3],
  ['8', 'nonwestern_women_progress_share', 'Byråd/udvalg', 'effektmål', 'own', '791', 11.5, 9.2],
  [
    '9',
    'failed_recruitment_count',
    'Staten',
    'effektmål',
    'national',
    'RAR:Østjylland',
    null,
    null,
  ],
  ['10', 'refugee_employment_share', 'Staten', 'effektmål', 'national', '791', 41, 35.9],
  ['11', 'disability_employment_share', 'Staten', 'effektmål', 'manual', 'DK', null, 33.3],
] as const

/** The rows of a CSV file of the example, in either encoding. */
function rowsOf(bytes: Buffer): readonly (readonly string[])[] {
  const isUtf8 = !bytes.toString().includes('\ufffd')
  // Streamed, for at once Node 20 decodes it as latin1.
  const decoder = new TextDecoder(isUtf8 ? 'utf-8' : 'windows-1252')
  return parse(decoder.decode(bytes, { stream: true }), { delimiter: ';', bom: true })
}

function linesOf(bytes: Buffer, wanted: RegExp): string {
  const lines = bytes
    .toString()
    .replace(/^\ufeff/, '')
    .split(/(?<=\n)/)
  return lines.filter((line) => wanted.test(line)).join('')
}

const NUMBER = /^-?\d+(?:,(\d+))?$/

/** The plan as people type it in Excel: figures are numbers, shown with the decimals they were written with. */
async function asWorkbook(sheetName: string, rows: readonly (readonly string[])[]) {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet(sheetName)
  sheet.addRow(['Beskæftigelsesplan 2020'])
  for (const cells of rows) {
    const row = sheet.addRow([])
    for (const [index, text] of cells.entries()) {
      const [isNumber, fraction = ''] = NUMBER.exec(text) ?? []
      const cell = row.getCell(index + 1)
      cell.value = isNumber === undefined ? text : Number(text.replace(',', '.'))
      if (fraction) cell.numFmt = `0.${fraction.replaceAll(/./g, '0')}`
    }
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

/** A table as API v3 answers: period first, numbers as such, what is kept back as null. */
function asAnswer([header = [], ...rows]: readonly (readonly string[])[]): string {
  const [, , ...rest] = header
  const value = (text: string) =>
    text === '' ? null : NUMBER.test(text) ? Number(text.replace(',', '.')) : text
  return JSON.stringify({
    columns: ['Periode', 'Område', ...rest],
    rows: rows.map(([area, period, ...cells]) => [period, area, ...cells.map(value)]),
  })
}

/** The plan in Excel and the national tables as API v3 gives them; population and typed figures are as they are. */
const inOtherForms: Form = async (name, bytes) => {
  const named = (ending: string) => name.replace(/\.csv$/, ending)
  if (/plan_maal/.test(name)) return [named('.xlsx'), await asWorkbook('Mål', rowsOf(bytes))]
  if (/plan_budget/.test(name)) return [named('.xlsx'), await asWorkbook('Budget', rowsOf(bytes))]
  // The municipality's own people are enough.
  if (/FOLK1A/.test(name)) return [name, linesOf(bytes, /^(?:OMRÅDE|Viborg);/)]
  const rows = name.endsWith('.csv') ? rowsOf(bytes) : []
  return rows[0]?.[0] === 'Area' ? [named('.json'), asAnswer(rows)] : [name, bytes]
}

test("S4's twelve goals stand before any figure is known, and after the example's Excel plan, v3 answers and population", async () => {
  const { house } = await deliverExample({ months: 3 }, inOtherForms)
  await house.run('plan-targets')
  const unmeasured = { actual: null, period: null, status: 'no_data', is_preliminary: false }
  expect(await goalsOf(house)).toEqual(expectedGoals(() => unmeasured))

  const { json } = await house.nightly()
  expect(json.loads.map(({ state, rows }) => [state, rows.quarantined])).toEqual(
    json.loads.map(() => ['done', 0]),
  )
  const files = await house.query<{ file_name: string }>(
    'select file_name from ops.run where file_name is not null',
  )
  const endings = new Set(files.map(({ file_name }) => file_name.split('.').at(-1)))
  expect(endings).toEqual(new Set(['xlsx', 'json', 'csv']))
  // 4,621, 6,569 and 1,264 of 61,464; 1,440 of 13,206; number 48 where number 58 is expected.
  const january = { basis: 'national', period: '2020-01', is_preliminary: true }
  const typed = { basis: 'manual', is_preliminary: false }
  const measured: Record<string, object> = {
    '1': { ...january, target: 58, actual: 48, period: '2019-Q2R', status: 'achieved' },
    '4a': { ...january, actual: 10.904134, status: 'on_track' },
    '4b': { ...january, actual: 1440, status: 'on_track' },
    '2': { ...january, actual: 7.518222, status: 'achieved' },
    '3': { ...january, actual: 10.687557, status: 'achieved' },
    '5': { ...january, actual: 2.056488, status: 'on_track' },
    '7': { ...typed, actual: 43.3, period: '2019-12', status: 'on_track' },
    '8': { ...typed, actual: 9.2, period: '2019', status: 'on_track' },
    '9': { ...typed, target: 7240, actual: 6930, period: '2019-H2', status: 'achieved' },
    '10': { ...typed, actual: 35.9, period: '2019-12', status: 'on_track' },
    // The share of 2016 is the baseline itself: no larger share yet.
    '11': { ...typed, actual: 33.3, period: '2016', status: 'off_track' },
  }
  expect(await goalsOf(house)).toEqual(expectedGoals((no) => measured[no] ?? unmeasured))
})

/** The rows of mart.goal for S4's plan, column by column; `found` gives what depends on the figures. */
function expectedGoals(found: (no: string) => object): Record<string, object> {
  const operators: Record<string, string> = {
    '1': '<',
    '7': '>=',
    '8': '>=',
    '9': '<',
    '10': '>=',
    '11': '>',
  }
  return Object.fromEntries(
    S4_GOALS.map(([no, kpi, setBy, type, basis, area, target, baseline]) => [
      `beskaeftigelsesplan_maal 2020 ${no}`,
      {
        municipality_code: '791',
        year: 2020,
        plan: 'beskaeftigelsesplan_maal',
        goal_no: no,
        kpi,
        basis,
        team: 'ALL',
        target_group: 'ALL',
        area_code: area,
        name: expect.stringMatching(/^\p{Lu}/u),
        goal_type: type,
        set_by: setBy,
        operator: operators[no] ?? '<=',
        target,
        baseline,
        ...found(no),
      },
    ]),
  )
}
