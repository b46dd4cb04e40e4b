/** Owns: what a feed is read by shows in its definition, so that an unchanged file is read again when that has changed. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { fasitSpells } from '../../connectors/fasit/index.ts'
import { jobindsats } from '../../connectors/jobindsats/index.ts'
import type { FeedOverride } from '../../src/core/feed.ts'
import { overridden } from '../../src/core/override.ts'
import { definitionHash, sourceHash } from '../../src/load/current-file.ts'

const roots: string[] = []

afterAll(async () => {
  for (const root of roots) await rm(root, { recursive: true })
})

/** The hash of a made-up connector whose files are these. */
async function hashOf(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'jobmart-source-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return sourceHash(root, ['connectors/attic', 'door.ts'])
}

const SOURCE = {
  'connectors/attic/index.ts': 'import { RATE } from "./rate.ts"',
  'connectors/attic/parts/rate.ts': 'export const RATE = 1',
  'connectors/attic/README.md': 'The attic.',
  'door.ts': 'export {}',
}

test('a constant in a file beside the connector changes its definition, and a text for people does not', async () => {
  const before = await hashOf(SOURCE)
  expect(await hashOf(SOURCE)).toBe(before)
  for (const path of ['connectors/attic/parts/rate.ts', 'connectors/attic/index.ts', 'door.ts']) {
    expect(await hashOf({ ...SOURCE, [path]: 'export const RATE = 2' })).not.toBe(before)
  }
  expect(await hashOf({ ...SOURCE, 'connectors/attic/more.ts': '' })).not.toBe(before)
  expect(await hashOf({ ...SOURCE, 'connectors/attic/README.md': 'Mended.' })).toBe(before)
})

const OVERRIDES: readonly FeedOverride[] = [
  { files: ['F*.csv', 'D*.csv'] },
  { fullFiles: ['F*.csv'], deltaFiles: ['D*.csv'] },
  { fullFiles: ['F*.csv', 'D*.csv'] },
  { encoding: 'utf-8' },
  { delimiter: ',' },
  { headings: { start: ['Fra'] } },
  { headings: { start: ['Fra', 'Startdato'] } },
  { codes: { status: { 1: 'A' } } },
  { codes: { status: { 1: 'L' } } },
]

test('a feed, its declaration, its override, the reference data and the dimensions each make a definition of their own', async () => {
  const hashes = await Promise.all([
    definitionHash(jobindsats, 'reference', []),
    definitionHash(fasitSpells, 'reference', []),
    definitionHash({ ...jobindsats, freshDays: 1 }, 'reference', []),
    definitionHash({ ...jobindsats, files: [/other/] }, 'reference', []),
    definitionHash(jobindsats, 'other reference', []),
    definitionHash(jobindsats, 'reference', ['Køn']),
    ...OVERRIDES.map((override) =>
      definitionHash(overridden(fasitSpells, override), 'reference', []),
    ),
  ])
  expect(new Set(hashes).size).toBe(hashes.length)
  expect(await definitionHash(jobindsats, 'reference', [])).toBe(hashes[0])
})
