/** Owns the proof that a reference file which the project ships with headings only takes the municipality's rows, and no other headings. */
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
