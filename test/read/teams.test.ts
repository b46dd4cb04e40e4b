/** Owns the proof that a municipality's team.csv is taken when it can be understood in one way, and refused with the place when not. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { readReferenceFiles } from '../../src/read/reference-files.ts'

const HEADINGS = 'municipality_code,team_code,name,valid_from,valid_to,merged_into,leader'
let overlay: string

beforeEach(async () => {
  overlay = await mkdtemp(join(tmpdir(), 'jobmart-teams-'))
})

afterEach(() => rm(overlay, { recursive: true }))

async function read(...lines: readonly string[]) {
  await writeFile(join(overlay, 'team.csv'), [HEADINGS, ...lines, ''].join('\n'))
  const { tables } = await readReferenceFiles(join(PACKAGE_ROOT, 'sql/reference'), overlay)
  return tables.get('team')
}

test.each<readonly [string, readonly string[]]>([
  ['a name that follows another', [',A,Øst,,2019-12-31,,', ',A,Vest,2020-01-01,,,']],
  ['one code in two municipalities', ['791,A,Øst,,,,', '630,A,Vest,,,,']],
  ['a merger into a team that only the case system names', [',A,Øst,,2019-12-31,B,']],
  [
    'a merger that was taken back',
    [',A,Øst,,2018-12-31,B,', ',B,Vest,,2019-12-31,A,', ',A,Øst,2020-01-01,,,'],
  ],
  [
    'a merger that another municipality has the other way round',
    ['791,A,Øst,,,B,', '630,B,Vest,,,A,'],
  ],
])('%s is fine', async (_, lines) => {
  expect(await read(...lines)).toHaveLength(lines.length)
})

test.each<readonly [string, readonly string[], string]>([
  ['two names on one day', [',A,Øst,,2020-01-01,,', ',A,Vest,2020-01-01,,,'], 'valid_from'],
  [
    'a name for all and one for a municipality',
    [',A,Øst,,,,', '791,A,Vest,2020-01-01,,,'],
    'valid_from',
  ],
  ['a team that is merged into itself', [',A,Øst,,,A,'], 'merged_into'],
  [
    'teams that are merged in a circle',
    [',A,Øst,,,B,', ',B,Vest,,,C,', ',C,Syd,,,A,'],
    'merged_into',
  ],
  ['a day that does not exist', [',A,Øst,2020-02-30,,,'], 'valid_from'],
  ['a day as it is written in Danish', [',A,Øst,,31-12-2019,,'], 'valid_to'],
  ['an end before the start', [',A,Øst,2020-01-01,2019-12-31,,'], 'valid_to'],
  ['a team without a code', [',,Øst,,,,'], 'team_code'],
  ['a team without a name', [',A,,,,,'], 'name'],
  ['a municipality by its name', ['Viborg,A,Øst,,,,'], 'municipality_code'],
])('%s is refused', async (_, lines, column) => {
  await expect(read(...lines)).rejects.toMatchObject({
    code: 'BAD_CONFIGURATION',
    context: { column, file: join(overlay, 'team.csv') },
  })
})
