/** Owns what of a sample tells of persons, and the cases that none of it comes out of the reader. */
import { expect } from '@jest/globals'
import { TARGETS, type Target } from '../../../src/core/target.ts'
import { faultMessage } from '../../../src/load/quarantine.ts'
import { GARBAGE } from './kinds.ts'
import { type Sheet, withCells } from './sheet.ts'
import {
  type Case,
  context,
  type PlacedColumn,
  placedColumns,
  readSample,
  readSheet,
  type Subject,
  undeclaredPositions,
} from './subject.ts'

/** Headings that tell of a person whatever the feed declares. */
const PERSONAL_HEADINGS = [
  /cpr|personnummer|efternavn|fornavn|adresse|telefon|mail|ident\b|initialer|indtastet af|kommentar/i,
  // Of a case, a spell, a citizen; `KPI-id` and `Arbejdstid` tell of nobody.
  /ID$/,
]
const CPR = /^(\d{6})[- ]?(\d{3,4})$/
const SHORTEST = 4

/**
 * Every text of the sample that must not be met outside it, in each way it may be written: CPR numbers, and what stands in
 * columns that nobody declared, that are never kept, or that tell of a person by their heading.
 */
export function personalTexts(subject: Subject): readonly string[] {
  if (!subject.feed.personal) return []
  const { rows } = subject.sheet
  const hidden = new Set([
    ...undeclaredPositions(subject),
    ...placedColumns(subject)
      .filter(isHidden)
      .map(({ position }) => position),
  ])
  const kept = new Set(rows.flatMap((cells) => cells.filter((_, at) => !hidden.has(at))))
  const texts = rows.flatMap((cells) =>
    cells.flatMap((cell, at) => {
      const plain = cell.replace(/^="(.*)"$/, '$1')
      if (CPR.test(plain) && (hidden.has(at) || plain.includes('-'))) return waysToWrite(plain)
      return hidden.has(at) && !kept.has(cell) ? [plain] : []
    }),
  )
  return [...new Set(texts)].filter((text) => text.length >= SHORTEST && !/^0+-?0+$/.test(text))
}

/** By what it is declared to be, or by its heading, should the declaration be wrong. */
function tellsOfPersons({ column, heading }: PlacedColumn): boolean {
  return column.type.personal === true || isPersonal(heading)
}

/** A column that must leave no text behind: by its heading, or because all that is read of it is that it is filled. */
function isHidden({ column, heading }: PlacedColumn): boolean {
  const outcome = column.type.parse(GARBAGE, context)
  return isPersonal(heading) || (outcome.ok && outcome.value === true)
}

function isPersonal(heading: string): boolean {
  return PERSONAL_HEADINGS.some((pattern) => pattern.test(heading))
}

function waysToWrite(cpr: string): readonly string[] {
  const digits = cpr.replace(/\D/g, '').padStart(10, '0')
  const front = digits.slice(0, 6)
  const back = digits.slice(6)
  return [digits, digits.replace(/^0/, ''), `${front}-${back}`, `${front} ${back}`]
}

/** Throws when a text holds one of the others as a word of its own. */
export function expectNone(text: string, personal: readonly string[]): void {
  const found = personal.filter((each) => hasWord(text, each))
  expect(found).toEqual([])
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`
    if (!/[\p{L}\p{N}]/u.test(around)) return true
  }
  return false
}

/** One case for the rows, and one per column for its faults; a feed without persons has none. */
export function privacyCases(subject: Subject): readonly Case[] {
  if (!subject.feed.personal) return []
  return [
    rowsAreAnonymous,
    ...placedColumns(subject).filter(tellsOfPersons).map(faultHidesCell),
    ...placedColumns(subject)
      .filter((placed) => !tellsOfPersons(placed))
      .map(strayCprIsMasked),
  ]
}

const rowsAreAnonymous: Case = {
  title: 'gives core no CPR number, name, initials or source id',
  check: async (subject) => {
    const personal = personalTexts(subject)
    expect(personal.length).toBeGreaterThan(0)
    const { records } = await readSample(subject)
    expectNone(JSON.stringify(records), personal)
  },
}

/** The sample with one of the texts in each row's cell of a column, as long as there are rows. */
function spread({ sheet }: Subject, column: number, texts: readonly string[]): Sheet {
  return withCells(sheet, (cell, at, row) => (at === column ? (texts[row] ?? cell) : cell))
}

function faultHidesCell({ column, position }: PlacedColumn): Case {
  return {
    title: `never shows what stood in "${column.heading}"`,
    check: async (subject) => {
      const texts = [GARBAGE, '130580-12A1', `${GARBAGE}\0`, GARBAGE.repeat(20)]
      const { records } = await readSheet(subject, spread(subject, position, texts))
      const faults = JSON.stringify(records.map((record) => record.faults))
      expect(faults).not.toMatch(/rkenrotte|130580/)
    },
  }
}

/** A cell too many moves a CPR number into a column that is nobody's secret; only a number column may keep its digits. */
function strayCprIsMasked({ column, position }: PlacedColumn): Case {
  return {
    title: `masks a CPR number that has strayed into "${column.heading}"`,
    check: async (subject) => {
      const { key, values }: Target = TARGETS[subject.feed.target]
      const kinds = { ...key, ...values }
      const texts = ['130580-1231', '1305801231']
      const { records } = await readSheet(subject, spread(subject, position, texts))
      for (const { rows, faults, line } of records) {
        const said = faults.map((fault) => faultMessage({ ...fault, line }))
        const kept = rows.flatMap((row) =>
          Object.entries(row).filter(([name]) => kinds[name] !== 'numeric'),
        )
        expect(JSON.stringify([said, kept])).not.toMatch(/130580[- ]?1231/)
      }
    },
  }
}
