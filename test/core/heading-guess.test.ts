/** Owns the proof that headings are known by name and by what stands under them, and that a doubt is told as one. */
import { expect, test } from '@jest/globals'
import { fasitPartialReturn, fasitSpells } from '../../connectors/fasit/index.ts'
import type { Feed } from '../../src/core/feed.ts'
import { type FileColumn, guessHeadings, unknownWords } from '../../src/core/heading-guess.ts'
import { makePseudonymiser } from '../../src/core/pseudonym.ts'
import { projectReference } from '../connectors/sample.ts'
import { CPR } from '../support/people.ts'

const context = {
  reference: await projectReference(),
  pseudonyms: makePseudonymiser([Buffer.alloc(32, 1)]),
}

function columnOf(heading: string, cells: readonly string[]): FileColumn {
  const filled = cells.filter((cell) => cell !== '')
  const values = new Map<string, number>()
  for (const cell of filled) values.set(cell, (values.get(cell) ?? 0) + 1)
  return { heading, values, filled: filled.length, empty: cells.length - filled.length }
}

/** What is guessed of columns: `field: heading certainty`, with rivals; then missing and unknown. */
function guess(feed: Feed, columns: Readonly<Record<string, readonly string[]>>) {
  const file = Object.entries(columns).map(([heading, cells]) => columnOf(heading, cells))
  const { guesses, missing, unknown } = guessHeadings(feed.columns, file, context)
  const told = guesses.map(({ field, column, certainty, rivals }) =>
    [`${field}: ${column.heading}, ${certainty}`, ...rivals].join(' / '),
  )
  return { told, missing, unknown: unknown.map(({ heading }) => heading) }
}

const DAYS = ['01-01-2020', '02-01-2020']
const PERSONS = [CPR.a, CPR.b]

test('a name written otherwise is sure when the cells agree, and no guess when they do not', () => {
  const { told, missing } = guess(fasitPartialReturn, {
    'Sags-id': ['1', '2'],
    DELVIS_FRA: DAYS,
    'Delvis til og med': ['en dag', 'en anden'],
    'Arbejdstimer pr uge': ['10', '12,5'],
    'Timer med fravær': ['27', '10'],
  })
  expect(told).toEqual([
    'case: Sags-id, known',
    'from: DELVIS_FRA, known',
    'working: Arbejdstimer pr uge, known',
    'absent: Timer med fravær, unsure',
  ])
  expect(missing).toEqual(['to'])
})

test('a person is known by the numbers alone, a benefit by its words; a day is only a guess', () => {
  const { told, missing, unknown } = guess(fasitSpells, {
    ForløbID: ['1', '2'],
    Hvem: PERSONS,
    Hvad: ['Kontanthjælp', 'Sygedagpenge'],
    Fra: DAYS,
    Bemærkning: ['', 'x'],
  })
  expect(told).toEqual([
    'spell: ForløbID, known',
    'person: Hvem, sure',
    'benefit: Hvad, sure',
    'start: Fra, unsure',
  ])
  expect(missing).toEqual(['end', 'exitReason', 'status', 'changed'])
  expect(unknown).toEqual(['Bemærkning'])
})

test('codes of a letter or two are a guess, for they stand in many columns', () => {
  const { told } = guess(fasitSpells, { ForløbID: ['1', '2'], Tilstand: ['A', 'L'] })
  expect(told).toEqual(['spell: ForløbID, known', 'status: Tilstand, unsure'])
})

test('two headings that may be one column are told as rivals, also when both are known names', () => {
  const rivals = guess(fasitSpells, { ForløbID: ['1'], 'Cpr 1': PERSONS, 'Cpr 2': PERSONS })
  expect(rivals.told[1]).toBe('person: Cpr 1, unsure / Cpr 2')
  const known = guess(fasitSpells, { 'Fra dato': DAYS, Startdato: DAYS })
  expect(known.told[0]).toBe('start: Startdato, unsure / Fra dato')
})

test('a column that must hold a value in each row and does not is never sure', () => {
  const { told } = guess(fasitSpells, { 'Forløbets startdato': [...DAYS, '', ''] })
  expect(told).toEqual(['start: Forløbets startdato, unsure'])
})

test('a column that the file may lack is not found by its cells alone', () => {
  const { told } = guess(fasitSpells, { Herkomst: ['Jobparat', 'Kategori 3'] })
  expect(told).toEqual([])
})

test('values that nobody knows are told with the code they are most like', () => {
  const type = { ...fasitSpells.columns.benefit } as NonNullable<typeof fasitSpells.columns.benefit>
  const column = columnOf('Ydelse', ['Sygedagpenge', 'Sygedagpeng', 'Fleksjob (§ 70)', 'QX', 'QX'])
  expect(unknownWords(type, column, context.reference)).toEqual([
    { value: 'Sygedagpeng', count: 1, near: 'SDP' },
    { value: 'Fleksjob (§ 70)', count: 1, near: 'FLX' },
    { value: 'QX', count: 2, near: undefined },
  ])
})
