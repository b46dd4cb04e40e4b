/** Owns the proof that a proposal is YAML that says what was found, whatever stands in a file's headings and cells. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import { fasitSpells } from '../../connectors/fasit/index.ts'
import { overrideYaml } from '../../src/cli/override-yaml.ts'
import { maskPersonal } from '../../src/core/mask.ts'
import { singleSpaces } from '../../src/core/text.ts'
import type { FirstLook } from '../../src/load/first-look.ts'

const LOOK: FirstLook = {
  ...{ kind: 'csv', format: undefined, sheet: undefined, headerLine: 1, rows: 0 },
  columns: [],
}

test('any heading and any cell is read again as it was written, guesses accepted', () => {
  const text = fc
    .oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('- a', '"', "'", 'a: b', '# a', 'null', '07', '[', '*a', '&a', '|'),
    )
    .map((each) => singleSpaces(each.replace(/\p{Cc}/gu, ' ')))
    .filter(
      (each) =>
        each !== '' && each !== '__proto__' && !each.includes('#?') && maskPersonal(each) === each,
    )
  fc.assert(
    fc.property(text, text, text, text, (heading, other, said, unknown) => {
      fc.pre(said !== unknown)
      const column = { reason: 'both', rivals: [other], said: [] } as const
      const yaml = overrideYaml({
        feed: fasitSpells,
        fileName: 'f.csv',
        look: LOOK,
        fileKeys: ['files'],
        filePattern: heading,
        headings: [
          { ...column, column: 'Startdato', heading, certainty: 'sure' },
          { ...column, column: 'Slutdato', heading, certainty: 'sure', said: [other] },
          { ...column, column: 'Ændret', heading: other, certainty: 'unsure' },
        ],
        dropped: [other],
        codes: [
          {
            column: 'Status',
            said: { [said]: other },
            unknown: [{ value: unknown, count: 1, near: heading }],
            hidden: 1,
            codes: [],
          },
        ],
      })
      const read = parse(yaml.replaceAll('#? ', ''), { schema: 'failsafe' }) as unknown
      expect(read).toEqual({
        feeds: {
          'fasit-spells': {
            files: heading,
            headings: { Startdato: heading, Slutdato: [other, heading], Ændret: other },
            codes: { Status: { [said]: other, [unknown]: heading } },
          },
        },
      })
    }),
  )
})
