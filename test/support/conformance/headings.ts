/** Owns the cases of headings: aliases, columns that are absent, missing, misspelt, doubled, or that nobody declared. */
import { expect } from '@jest/globals'
import { measurePositions } from './kinds.ts'
import { expectRefusal } from './refusals.ts'
import { withCells, withColumn, withHeading, withoutColumn } from './sheet.ts'
import {
  type Case,
  type PlacedColumn,
  placedColumns,
  type Reading,
  readSample,
  readSheet,
  type Subject,
  substance,
} from './subject.ts'

const STRANGE = 'Helt ukendt kolonne'

/** One case per alias, per column that may be absent, and three per column that may not; and the column nobody declared. */
export function headingCases(subject: Subject): readonly Case[] {
  const columns = placedColumns(subject)
  const needed = columns.filter(({ column }) => !column.mayBeAbsent)
  const optional = columns.filter(({ column }) => column.mayBeAbsent)
  return [
    ...columns.flatMap(aliasCases),
    ...optional.map(absentCase),
    ...needed.map((each) =>
      subject.profile.filledIn?.includes(each.column.heading)
        ? filledInCase(each)
        : missingCase(each),
    ),
    ...needed.map(misspeltCase),
    ...columns.map(doubledCase),
    ...(subject.feed.open ? [newDimensionCase, newMeasureCase] : [strangeCase]),
  ]
}

function aliasCases({ column, position, heading }: PlacedColumn): readonly Case[] {
  const names = [...(column.pattern ? [] : [column.heading]), ...(column.aliases ?? [])]
  return names
    .filter((name) => name !== heading)
    .map((name) => ({
      title: `knows "${column.heading}" under the heading "${name}"`,
      check: async (subject) => {
        const renamed = withHeading(subject.sheet, position, name)
        expect(substance(await readSheet(subject, renamed))).toEqual(
          substance(await readSample(subject)),
        )
      },
    }))
}

/** A column that is absent says what its empty cells would; where those must be filled, its absence is no fault. */
function absentCase({ column, position }: PlacedColumn): Case {
  return {
    title: `reads a file without "${column.heading}"`,
    check: async (subject) => {
      const without = await readSheet(subject, withoutColumn(subject.sheet, position))
      if (column.required) {
        expect(codesOf(without)).toEqual(codesOf(await readSample(subject)))
      } else {
        const emptied = withCells(subject.sheet, (cell, at) => (at === position ? '' : cell))
        expect(substance(without)).toEqual(substance(await readSheet(subject, emptied)))
      }
      expect(without.warnings).toEqual(column.whenAbsent ? [column.whenAbsent] : [])
    },
  }
}

function codesOf({ records }: Reading): readonly unknown[] {
  return records.map(({ faults }) => faults.map(({ code }) => code))
}

function missingCase({ column, position }: PlacedColumn): Case {
  return {
    title: `refuses a file without "${column.heading}", and names it`,
    check: async (subject) => {
      const without = withoutColumn(subject.sheet, position)
      const says = [`"${column.heading}"`, 'mangler']
      await expectRefusal(subject, readSheet(subject, without), ['HEADER_CHANGED'], says)
    },
  }
}

function filledInCase({ column, position }: PlacedColumn): Case {
  return {
    title: `fills in "${column.heading}" where it is missing, and warns`,
    check: async (subject) => {
      const without = await readSheet(subject, withoutColumn(subject.sheet, position))
      expect(codesOf(without)).toEqual(codesOf(await readSample(subject)))
      expect(without.warnings.join(' ').toLowerCase()).toContain(column.heading.toLowerCase())
    },
  }
}

function misspeltCase({ column, position, heading }: PlacedColumn): Case {
  return {
    title: `refuses a file where "${column.heading}" is misspelt, and names what is nearest`,
    check: async (subject) => {
      const misspelt = `${heading}q`
      const sheet = withHeading(subject.sheet, position, misspelt)
      // A heading with a changing part has no text of its own to be near to.
      const nearest = column.pattern ? [] : [`"${misspelt}", som ligner`]
      const says = [`"${column.heading}"`, ...nearest]
      await expectRefusal(subject, readSheet(subject, sheet), ['HEADER_CHANGED'], says)
    },
  }
}

function doubledCase({ column, heading, position }: PlacedColumn): Case {
  return {
    title: `refuses a file where "${column.heading}" stands twice`,
    check: async (subject) => {
      const { sheet } = subject
      const cell = (row: number) => sheet.rows[row]?.[position] ?? ''
      const doubled = withColumn(sheet, sheet.header.length, heading, cell)
      const says = [`"${heading}"`, 'flere gange']
      await expectRefusal(subject, readSheet(subject, doubled), ['HEADER_CHANGED'], says)
    },
  }
}

const strangeCase: Case = {
  title: 'drops a column that nobody declared, and tells its heading',
  check: async (subject) => {
    const strange = withColumn(subject.sheet, 1, STRANGE, () => 'Ørkenrotte')
    const reading = await readSheet(subject, strange)
    expect(substance(reading)).toEqual(substance(await readSample(subject)))
    expect(reading.dropped).toContain(STRANGE)
  },
}

const newDimensionCase: Case = {
  title: 'takes a column of words that nobody declared for a dimension',
  check: async (subject) => {
    const at = placedColumns(subject).length
    const wider = withColumn(subject.sheet, at, STRANGE, () => 'Ørkenrotte')
    const { records } = await readSheet(subject, wider)
    for (const { rows } of records) {
      expect(rows).not.toHaveLength(0)
      for (const row of rows) {
        expect(String(row.dimensions).split(';')).toContain(`${STRANGE}=Ørkenrotte`)
      }
    }
  },
}

const newMeasureCase: Case = {
  title: 'takes a last column of numbers that nobody declared for a measure',
  check: async (subject) => {
    const wider = withColumn(subject.sheet, subject.sheet.header.length, STRANGE, () => '12,5')
    const { records } = await readSheet(subject, wider)
    const measures = measurePositions(subject).length
    for (const { rows } of records) {
      expect(rows).toHaveLength(measures + 1)
      expect(rows.filter((row) => row.measure === STRANGE.toLowerCase())).toMatchObject([
        { value: '12.5', is_suppressed: false },
      ])
    }
  },
}
