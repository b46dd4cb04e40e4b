/** Owns the proof that the reference files agree, and take the rows of the municipality and no other headings. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { readReferenceFiles } from '../../src/read/reference-files.ts'

const OWN = join(PACKAGE_ROOT, 'sql/reference')
let overlay: string

beforeEach(async () => {
  overlay = await mkdtemp(join(tmpdir(), 'jobmart-reference-'))
})

afterEach(() => rm(overlay, { recursive: true }))

const teams = async () => (await readReferenceFiles(OWN, overlay)).tables.get('team')

test('the project knows no teams; the municipality’s own are added, an empty cell is none', async () => {
  expect(await teams()).toEqual([])
  const lines = ['team_code,name,valid_from,valid_to,merged_into,leader', 'SYG,Sygeteam,,,,']
  await writeFile(join(overlay, 'team.csv'), `${lines.join('\n')}\n`)
  const none = { valid_from: null, valid_to: null, merged_into: null, leader: null }
  expect(await teams()).toEqual([{ team_code: 'SYG', name: 'Sygeteam', ...none }])
})

test('other headings are refused, also where the project has no rows to compare with', async () => {
  await writeFile(join(overlay, 'team.csv'), 'team,name\nSYG,Sygeteam\n')
  await expect(teams()).rejects.toMatchObject({
    code: 'BAD_CONFIGURATION',
    context: {
      expected: 'team_code,name,valid_from,valid_to,merged_into,leader',
      got: 'team,name',
    },
  })
})

test('an age group holds the ages that the band set of its name holds', async () => {
  const { tables } = await readReferenceFiles(OWN, overlay)
  const bands = tables.get('age_band_set') ?? []
  for (const { code, age_from, age_to } of tables.get('age_group') ?? []) {
    const ages = bands
      .filter((band) => band.code === code)
      .map((band) => [band.age_from, band.age_to])
    expect(new Set(ages.map(String))).toEqual(new Set([String([age_from, age_to])]))
  }
})
