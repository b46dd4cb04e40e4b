/** Owns the cases of a feed's declaration: it, its sample, its names and its description tell the same. */
import { expect } from '@jest/globals'
import { feeds } from '../../../connectors/index.ts'
import { type Feed, nameFor } from '../../../src/core/feed.ts'
import { TARGETS, type Target } from '../../../src/core/target.ts'
import { REFERENCE_KEYS } from '../../../src/read/reference-files.ts'
import { expectRows, rowsInForce } from './expected.ts'
import { expectRefusal } from './refusals.ts'
import {
  type Case,
  placedColumns,
  positionOf,
  readBytes,
  type Subject,
  subjectOf,
} from './subject.ts'

/** What every feed's declaration is held to. */
export const DECLARATION_CASES: readonly Case[] = [
  {
    title: 'reads the sample to the rows that stand beside it',
    check: async (subject) => {
      expectRows(subject, await rowsInForce(subject))
    },
  },
  {
    title: 'has a value of every declared column in the sample',
    check: (subject) => {
      const filled = placedColumns(subject)
        .filter(({ position }) => subject.sheet.rows.some((cells) => cells[position]))
        .map(({ column }) => column.heading)
      const declared = Object.values(subject.feed.columns).map(({ heading }) => heading)
      const known = [...filled, ...(subject.profile.notInSample ?? [])]
      expect(declared.filter((heading) => !known.includes(heading))).toEqual([])
    },
  },
  {
    title: 'has a whole key in every row, and no key twice',
    check: async (subject) => {
      const names = Object.keys(targetOf(subject).key)
      const rows = await rowsInForce(subject)
      const keys = rows.map((row) => names.map((name) => row[name]))
      for (const key of keys) for (const part of key) expect(part ?? null).not.toBeNull()
      expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(rows.length)
    },
  },
  {
    title: 'gives core the columns of its table, and no other',
    check: async (subject) => {
      const { key, values } = targetOf(subject)
      const known = Object.keys({ ...key, ...values })
      for (const row of await rowsInForce(subject)) {
        expect(Object.keys(row)).toEqual(expect.arrayContaining(known))
      }
    },
  },
  {
    title: 'gives core values of the kinds its table has',
    check: async (subject) => {
      const { key, values } = targetOf(subject)
      for (const row of await rowsInForce(subject)) {
        for (const [name, kind] of Object.entries({ ...key, ...values })) {
          const value = row[name] ?? null
          if (value !== null) expect([name, value]).toEqual([name, LOOKS[kind]])
        }
      }
    },
  },
  {
    title: 'takes the file names it gives as examples, and no other feed takes them',
    check: ({ feed, name }) => {
      expect(feed.takes.length).toBeGreaterThan(0)
      for (const taken of [name, ...feed.takes])
        expect([taken, takersOf(feed, taken)]).toEqual([taken, [feed.id]])
    },
  },
  {
    title: 'takes none of the names that other feeds give as examples',
    check: ({ feed }) => {
      const names = feeds.filter(({ id }) => id !== feed.id).flatMap(({ takes }) => takes)
      expect(names.filter((name) => takersOf(feed, name).includes(feed.id))).toEqual([])
    },
  },
  {
    title: 'takes no name with another ending, a mark of completeness, or a copy in the making',
    check: ({ feed }) => {
      for (const taken of feed.takes) {
        for (const not of [`${taken}.done`, `${taken}.txt`, `${taken}.part`, `${taken}~`]) {
          expect([not, takersOf(feed, not)]).toEqual([not, []])
        }
      }
    },
  },
  {
    title: 'is of a connector whose description names files that its feeds take, one each',
    check: ({ feed, readme }) => {
      const siblings = feeds.filter(({ connector }) => connector === feed.connector)
      for (const name of namesIn(readme)) {
        const takers = takersOf(feed, name)
        expect([name, takers.length]).toEqual([name, 1])
        expect(siblings.map(({ id }) => id)).toContain(takers[0])
      }
    },
  },
  {
    title: 'has every heading in its connector’s description',
    check: ({ feed, readme }) => {
      const headings = Object.values(feed.columns).map(({ heading }) => heading)
      // A heading with a changing part is told up to it.
      const missing = headings.filter((heading) => !readme.includes(heading.replace(/<.*/, '')))
      expect(missing).toEqual([])
    },
  },
  {
    title: 'reads no other connector’s sample as its own',
    check: async (subject) => {
      const others = feeds.filter(({ connector }) => connector !== subject.feed.connector)
      for (const other of others.map(subjectOf).filter((each) => lacksColumn(subject, each))) {
        const reading = readBytes(subject, other.bytes)
        await expectRefusal(subject, reading, ['HEADER_CHANGED'])
      }
    },
  },
]

const LOOKS = {
  // What looks like a pseudonym is one, and must be declared so: a new key would pass it over.
  text: expect.stringMatching(/^(?![A-Z2-7]{26}$)/),
  pseudonym: expect.stringMatching(/^[A-Z2-7]{26}$/),
  numeric: expect.stringMatching(/^-?\d+(\.\d+)?$/),
  integer: expect.any(Number),
  date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
  timestamp: expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/),
  boolean: expect.any(Boolean),
} as const

function targetOf({ feed }: Subject): Target {
  return TARGETS[feed.target]
}

/** The ids of the feeds that take a name, the feed at hand as it is declared in its case. */
function takersOf(feed: Feed, name: string): readonly string[] {
  return feeds
    .map((each) => (each.id === feed.id ? feed : each))
    .filter((each) => nameFor(each, name) !== undefined)
    .map(({ id }) => id)
}

/** Whether another feed's sample lacks a column that this feed cannot do without. */
function lacksColumn({ feed }: Subject, other: Subject): boolean {
  return Object.values(feed.columns).some(
    (column) => !column.mayBeAbsent && positionOf(other, column) === undefined,
  )
}

// What a home holds beside the files that are delivered to it.
const OF_THE_HOME = ['keys.json', ...Object.keys(REFERENCE_KEYS).map((name) => `${name}.csv`)]

/** The file names that a description gives in backticks, its patterns written out: `A_{F|D}_yyyymmdd.csv` is two names. */
function namesIn(readme: string): readonly string[] {
  // In a table a bar is escaped.
  const names = [
    ...readme.replaceAll('\\|', '|').matchAll(/`([^`\s/*.…][^`\s/*]*\.(?:csv|xlsx|json|ndjson))`/g),
  ]
  return names
    .map(([, name = '']) => name)
    .filter((name) => !OF_THE_HOME.includes(name))
    .flatMap(spelledOut)
}

function spelledOut(pattern: string): readonly string[] {
  const choice = /\{([^}]*)\}/.exec(pattern)
  if (choice) {
    const ways = choice[1]?.split(/[|,]/) ?? []
    return ways.flatMap((way) => spelledOut(pattern.replace(choice[0], way)))
  }
  return [
    pattern
      .replace('yyyymmdd', '20200203')
      .replace('yyyy-mm-dd', '2020-02-03')
      .replace(/<year>|yyyy/, '2020')
      .replace(/<[^>]*>|…/, 'x'),
  ]
}
