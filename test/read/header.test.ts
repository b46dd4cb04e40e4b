/** Owns the proof that headings are matched as declared, and that a changed header is told without quoting data. */
import { expect, test } from '@jest/globals'
import { normaliseText } from '../../src/core/text.ts'
import {
  type DeclaredColumn,
  findHeader,
  headerChanged,
  matchHeader,
} from '../../src/read/header.ts'

const PERSON: DeclaredColumn = { field: 'person', heading: 'CPR-nr.', aliases: ['CPR nummer'] }
const START: DeclaredColumn = { field: 'start', heading: 'Startdato' }
const END: DeclaredColumn = { field: 'end', heading: 'Slutdato' }
const PLACE = { feed: 'fasit-spells', file: 'f.csv' }
const NOTE: DeclaredColumn = { field: 'note', heading: 'Berigtigelse', optional: true }
const GOAL: DeclaredColumn = { field: 'goal', heading: 'Mål <år>', pattern: /^mål (\d{4})$/ }

function rows(...cells: string[][]) {
  return cells.map((row, index) => ({ line: index + 1, cells: row }))
}

test('headings are alike when only case, blanks and punctuation differ', () => {
  expect(normaliseText('  CPR-nr. ')).toBe('cpr nr')
  expect(normaliseText('CPR\u00a0 NR')).toBe('cpr nr')
  expect(normaliseText('Før/efter (antal):_I alt')).toBe('før efter antal i alt')
  expect(normaliseText('"Område"')).toBe('område')
  expect(normaliseText('\ufeffSags\u00adbehandler')).toBe('sagsbehandler')
  expect(normaliseText('\u200b - ')).toBe('')
})

test('an å of two characters is the å of one', () => {
  expect(normaliseText('A\u030arsag')).toBe('årsag')
})

test('æ, ø and å and the signs that tell measures apart stay', () => {
  expect(normaliseText('ÆØÅ')).toBe('æøå')
  expect(normaliseText('Andel (%)')).toBe('andel %')
  expect(normaliseText('65+ år')).toBe('65+ år')
  expect(normaliseText('< 30')).not.toBe(normaliseText('> 30'))
})

test('columns are found by heading or alias, wherever they stand', () => {
  expect(
    matchHeader(['slutdato', 'Start dato', 'CPR NUMMER', 'STARTDATO'], [PERSON, START, END]),
  ).toEqual({
    ok: true,
    positions: new Map([
      ['person', 2],
      ['start', 3],
      ['end', 0],
    ]),
    captured: new Map(),
    extra: [{ index: 1, heading: 'Start dato' }],
  })
})

test("an optional column may be missing, and a nameless one is nobody's", () => {
  expect(matchHeader(['CPR-nr.', ' ', ''], [PERSON, NOTE])).toEqual({
    ok: true,
    positions: new Map([['person', 0]]),
    captured: new Map(),
    extra: [],
  })
})

test('a pattern finds its heading and captures what it carries', () => {
  expect(matchHeader(['Mål nr', 'Mål  2020.'], [GOAL])).toEqual({
    ok: true,
    positions: new Map([['goal', 1]]),
    captured: new Map([['goal', '2020']]),
    extra: [{ index: 0, heading: 'Mål nr' }],
  })
})

test('a pattern does not take a heading that another column names', () => {
  const base: DeclaredColumn = { field: 'base', heading: 'Mål 2019' }
  const match = matchHeader(['Mål 2019', 'Mål 2020'], [GOAL, base])
  expect(match).toMatchObject({
    ok: true,
    positions: new Map([
      ['base', 0],
      ['goal', 1],
    ]),
    captured: new Map([['goal', '2020']]),
  })
})

test('a missing column is named with the heading most like it', () => {
  expect(matchHeader(['CPR-nr.', 'Start-dato:', 'Beløb'], [PERSON, START, END])).toEqual({
    ok: false,
    missing: [START, END],
    duplicated: [],
    nearest: new Map([['Startdato', 'Start-dato:']]),
  })
})

test('an alias may be what a heading is like', () => {
  const area: DeclaredColumn = { field: 'area', heading: 'Area', aliases: ['Kommunenavn'] }
  expect(matchHeader(['Komunenavn', 'x'], [area])).toMatchObject({
    nearest: new Map([['Area', 'Komunenavn']]),
  })
  expect(matchHeader(['Komunenavn', 'Areal'], [area])).toMatchObject({
    nearest: new Map([['Area', 'Areal']]),
  })
})

test('two headings for one column are a fault', () => {
  expect(matchHeader(['CPR-nr.', 'Startdato', 'STARTDATO', 'cpr nummer'], [PERSON, START])).toEqual(
    {
      ok: false,
      missing: [],
      duplicated: ['CPR-nr. / cpr nummer', 'Startdato / STARTDATO'],
      nearest: new Map(),
    },
  )
  expect(matchHeader(['Mål 2019', 'Mål 2020'], [GOAL])).toMatchObject({
    ok: false,
    duplicated: ['Mål 2019 / Mål 2020'],
  })
})

test('the header is the first row with all required columns', () => {
  const file = rows(
    ['Udtræk: Forløb', 'Dato: 03-02-2020 05:12'],
    ['CPR-nr.', 'Startdato'],
    ['Startdato', 'CPR-nr.', 'Berigtigelse'],
    ['CPR-nr.', 'Startdato', 'Slutdato'],
    ['Slutdato', 'Startdato', 'CPR-nr.'],
  )
  expect(findHeader(file, [PERSON, START, END])).toEqual({
    ok: true,
    index: 3,
    row: file[3],
    match: matchHeader(['CPR-nr.', 'Startdato', 'Slutdato'], [PERSON, START, END]),
  })
})

test('a row with none of the columns is no header, though all are optional', () => {
  const file = rows(['Udtræk'], ['Berigtigelse'])
  expect(findHeader(file, [NOTE])).toMatchObject({ ok: true, index: 1 })
})

test('a header after the first 20 rows is none', () => {
  const info = Array.from({ length: 20 }, () => ['info'])
  expect(findHeader(rows(...info, ['Startdato']), [START])).toEqual({ ok: false, best: undefined })
  expect(findHeader(rows(...info.slice(1), ['Startdato']), [START])).toMatchObject({ index: 19 })
})

test('without a header the row with most of the columns is the best', () => {
  const file = rows(['Udtræk'], ['CPR-nr.'], ['CPR-nr.', 'Startdato'], ['Slutdato', 'x', 'y'])
  expect(findHeader(file, [PERSON, START, END])).toEqual({ ok: false, best: file[2] })
})

test('a changed header is told with line, columns, the nearest and what to do', () => {
  const best = { line: 2, cells: ['CPR-nr.', 'Start-dato', 'Beløb', 'Berigtigelse'] }
  const error = headerChanged({ ...PLACE, file: 'FASIT_Forloeb_D_20200203.csv' }, best, [
    PERSON,
    START,
    END,
    NOTE,
  ])
  expect(error.code).toBe('HEADER_CHANGED')
  expect(error.message).toBe(
    'Kolonnerne "Startdato", "Slutdato" mangler i filens overskrifter. Intet er skrevet.',
  )
  expect(error.context).toEqual({
    file: 'FASIT_Forloeb_D_20200203.csv',
    line: 2,
    expected: 'Startdato; Slutdato',
    got: '"Start-dato", som ligner "Startdato"; intet, der ligner "Slutdato"',
    todo: 'Bed kilden om et udtræk med de aftalte kolonner; hedder de altid noget andet her, så kør: jobmart new feed-override fasit-spells --file FASIT_Forloeb_D_20200203.csv (den foreslår linjerne til jobmart.yaml).',
  })
})

test('one missing column and one that stands twice are told in one sentence each', () => {
  const best = { line: 1, cells: ['CPR-nr.', 'Startdato', 'STARTDATO'] }
  const error = headerChanged(PLACE, best, [PERSON, START, END])
  expect(error.message).toBe(
    'Kolonnen "Slutdato" mangler i filens overskrifter. "Startdato / STARTDATO" står flere gange i filens overskrifter. Intet er skrevet.',
  )
})

test('a file without any header quotes nothing of what stands in it', () => {
  const data = { line: 1, cells: ['010203-1234', 'Anders', 'Slutdato'] }
  const age: DeclaredColumn = { field: 'age', heading: 'Alder' }
  for (const best of [undefined, data]) {
    const error = headerChanged(PLACE, best, [age, START, END])
    expect(error.message).toBe(
      'Ingen af filens første 20 linjer er den ventede række med overskrifter. Intet er skrevet.',
    )
    expect(error.context.expected).toBe('Alder; Startdato; Slutdato')
    expect(JSON.stringify(error.context)).not.toMatch(/Anders|010203/)
  }
})

test('a long number in a quoted heading is masked', () => {
  const best = { line: 1, cells: ['CPR-nr.', 'Startdato', 'Slutdato 010203-1234'] }
  const long: DeclaredColumn = { field: 'x', heading: 'Slutdato 010203-0000' }
  const error = headerChanged(PLACE, best, [PERSON, START, long])
  expect(error.context.got).toBe('"Slutdato ******", som ligner "Slutdato ******"')
})
