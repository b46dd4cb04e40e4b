/** Owns the proof that the conformance suite can fail: feeds broken on purpose, each caught by the case that is meant for it. */
import { afterAll, describe, expect, test } from '@jest/globals'
import { feeds } from '../../connectors/index.ts'
import { bad, good } from '../../src/connector.ts'
import type { ColumnType } from '../../src/core/column.ts'
import type { Feed } from '../../src/core/feed.ts'
import { readingCases } from '../support/conformance/index.ts'
import { Place } from '../support/conformance/place.ts'
import { runCases } from '../support/conformance/runs.ts'
import { removeReadings, type Subject, subjectOf } from '../support/conformance/subject.ts'

afterAll(removeReadings)

/** A mistake in a feed's declaration. */
type Sabotage = (feed: Feed) => Feed

/** The feed with another reader for one column. */
function reading(
  field: string,
  change: (type: ColumnType<unknown>) => ColumnType<unknown>,
): Sabotage {
  return (feed) => {
    const column = feed.columns[field]
    if (!column) throw new Error(`${feed.id} has no column ${field}`)
    return {
      ...feed,
      columns: { ...feed.columns, [field]: { ...column, type: change(column.type) } },
    }
  }
}

/** Takes what it cannot read for nothing, or for something else. */
const lenient =
  (instead: unknown) =>
  (type: ColumnType<unknown>): ColumnType<unknown> => ({
    ...type,
    parse: (cell, context) => {
      const outcome = type.parse(cell, context)
      return outcome.ok ? outcome : good(instead)
    },
  })

const raw = (): ColumnType<unknown> => ({ parse: (cell) => good(cell) })

const asEnglish = (): ColumnType<unknown> => ({
  parse: (cell) => {
    const number = Number(cell.replace(',', '.'))
    return Number.isNaN(number) ? bad('BAD_NUMBER', 'et tal', cell) : good(number)
  },
})

/** Says in its fault what stood in the cell. */
const talkative = ({ parse }: ColumnType<unknown>): ColumnType<unknown> => ({
  parse: (cell, context) =>
    parse(cell, context).ok ? parse(cell, context) : bad('BAD_CPR', 'et CPR-nummer', cell),
})

const dropsRows: Sabotage = (feed) => ({
  ...feed,
  normalise: (row, file, open) => {
    const outcome = feed.normalise(row, file, open)
    return outcome.ok ? good(outcome.value.filter((each) => each.period !== '2019-Q4')) : outcome
  },
})

const SABOTAGES: readonly (readonly [mistake: string, feed: string, Sabotage, caughtBy: string])[] =
  [
    [
      'whose normalise loses a row',
      'statbank-population',
      dropsRows,
      'reads the sample to the rows that stand beside it',
    ],
    [
      'whose normalise gives one key twice',
      'plan-targets',
      (feed) => ({ ...feed, normalise: oneKey(feed) }),
      'has a whole key in every row, and no key twice',
    ],
    [
      'that takes a bad day for none',
      'fasit-spells',
      reading('start', lenient(null)),
      'swallows no garbage in "Startdato"',
    ],
    [
      'that takes a status it does not know for an active one',
      'fasit-spells',
      reading('status', lenient('A')),
      'swallows no garbage in "Status"',
    ],
    [
      'that loads a benefit nobody knows without a target group',
      'fasit-spells',
      reading('benefit', lenient(null)),
      'swallows no garbage in "Ydelse"',
    ],
    [
      'that reads 1.229 as 1,229',
      'statbank-population',
      reading('persons', asEnglish),
      'reads the same rows from numbers with points between the thousands',
    ],
    [
      'that lets a NUL character through',
      'plan-budget',
      reading('unitType', raw),
      'lets no NUL character through "Enhedstype"',
    ],
    [
      'that takes a figure it cannot read for a suppressed one',
      'jobindsats',
      (feed) => ({
        ...feed,
        open: {
          measures: { takesEmpty: true, parse: () => good({ value: null, suppressed: true }) },
        },
      }),
      'reads the sample to the rows that stand beside it',
    ],
    [
      'that shows the CPR number it cannot read',
      'fasit-spells',
      reading('person', talkative),
      'never shows what stood in "CPR-nr."',
    ],
    [
      'that keeps initials as they are',
      'fasit-spells',
      reading('caseworker', raw),
      'gives core no CPR number, name, initials or source id',
    ],
    [
      'with a column that its description and its sample lack',
      'plan-budget',
      (feed) => ({ ...feed, columns: { ...feed.columns, secret: secretColumn } }),
      'has every heading in its connector’s description',
    ],
    [
      'that takes any file for its own',
      'plan-budget',
      (feed) => ({ ...feed, files: [/\.csv/i] }),
      'takes none of the names that other feeds give as examples',
    ],
    [
      'that cannot do without a column its sample lacks',
      'plan-targets',
      (feed) => ({ ...feed, columns: { ...feed.columns, secret: secretColumn } }),
      'reads the same rows from windows-1252',
    ],
  ]

const secretColumn = {
  ...{ heading: 'Hemmelig', type: raw(), required: false, mayBeAbsent: false },
}

/** Every goal under the number of the first. */
function oneKey(feed: Feed): Feed['normalise'] {
  return (row, file, open) => {
    const outcome = feed.normalise(row, file, open)
    return outcome.ok
      ? good(outcome.value.map((each) => ({ ...each, goal_no: '1', area_code: '791' })))
      : outcome
  }
}

function healthy(id: string): Subject {
  const feed = feeds.find((each) => each.id === id)
  if (!feed) throw new Error(`there is no feed ${id}`)
  return subjectOf(feed)
}

/** Runs one case of the suite on a subject; the case is looked up by its title. */
async function runCase(subject: Subject, title: string): Promise<void> {
  const found = readingCases(subject).find((each) => each.title === title)
  if (!found) throw new Error(`the suite has no case "${title}"`)
  await found.check(subject)
}

describe.each(SABOTAGES)('a feed %s', (_, id, sabotage, title) => {
  test('is caught by its case, which lets the sound feed pass', async () => {
    const subject = healthy(id)
    await runCase(subject, title)
    const broken = { ...subject, feed: sabotage(subject.feed) }
    await expect(runCase(broken, title)).rejects.toThrow()
  })
})

test('a load that gives core other rows than the reader is caught', async () => {
  const subject = healthy('statbank-population')
  const place = await Place.open({ ...subject, feed: dropsRows(subject.feed) })
  const landing = runCases(subject).find(({ title }) =>
    title.startsWith('the sample lands in core'),
  )
  await expect(landing?.check(place)).rejects.toThrow('toEqual')
})

test('a personal text in a table is caught, whatever table it is', async () => {
  const subject = healthy('fasit-spells')
  const place = await Place.open(subject)
  await place.load(subject.bytes)
  await place.load(Buffer.alloc(0))
  const last = runCases(subject).find(({ title }) => title.startsWith('no personal text'))
  await last?.check(place)
  await place.house.query("update ops.run set message = 'Rettet for Prøvesen' where run_id = 1")
  await expect(last?.check(place)).rejects.toThrow('Prøvesen')
})
