/** Owns the proof that a fault in jobmart.yaml is told with its key and line, what was expected and the nearest known name, and that what is right is understood. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Config, readConfig } from '../../src/cli/config.ts'
import { check } from '../../src/cli/words/check.ts'
import type { MartError } from '../../src/core/errors.ts'
import { OTHER_NAME, otherFile, SAMPLE } from '../connectors/other-dialect.ts'

let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'jobmart-settings-'))
})

afterAll(() => rm(home, { recursive: true, force: true }))

/** The configuration of a home with that jobmart.yaml. */
async function configured(yaml: string): Promise<Config> {
  await writeFile(join(home, 'jobmart.yaml'), yaml)
  return readConfig({ JOBMART_HOME: home }, { example: false, municipality: undefined })
}

/** The lines of one feed. */
const feed = (...lines: string[]) =>
  ['feeds:', '  fasit-spells:', ...lines.map((line) => `    ${line}`)].join('\n')

interface Wrong {
  readonly what: string
  readonly yaml: string
  readonly line: number
  /** The key as it is told, with its value when there is one. */
  readonly got: string
  readonly expected: readonly string[]
}

const WRONG: readonly Wrong[] = [
  {
    what: 'an unknown key',
    yaml: 'municipality: "791"\nfeed:\n  x: y\n',
    line: 2,
    got: 'feed',
    expected: ['municipality', 'sources', 'nærmest er "feeds"'],
  },
  {
    what: 'feeds as a list',
    yaml: 'feeds:\n  - fasit-spells\n',
    line: 1,
    got: 'feeds',
    expected: ['feedene', 'fasit-spells', 'hver på sin linje'],
  },
  {
    what: 'an unknown feed',
    yaml: '# vores\nfeeds:\n  fasit-spels:\n    files: x.csv\n',
    line: 3,
    got: 'feeds → fasit-spels',
    expected: ['fasit-citizens', 'jobindsats', 'nærmest er "fasit-spells"'],
  },
  {
    what: 'an unknown key of a feed',
    yaml: feed('files: x.csv', 'heading:', '  Startdato: Fra'),
    line: 4,
    got: 'feeds → fasit-spells → heading',
    expected: ['full_files', 'codes', 'nærmest er "headings"'],
  },
  {
    what: 'a file name with a folder',
    yaml: feed('files: [Forloeb_*.csv, udtræk/Forloeb.csv]'),
    line: 3,
    got: 'feeds → fasit-spells → files',
    expected: ['et filnavn uden mappe'],
  },
  {
    what: 'a file name that is every name',
    yaml: feed('full_files: "*"'),
    line: 3,
    got: 'full_files: *',
    expected: ['et filnavn uden mappe'],
  },
  {
    what: 'a file name that another feed takes',
    yaml: feed('delta_files: FASIT_*.csv'),
    line: 3,
    got: 'delta_files: FASIT_*.csv',
    expected: ['som intet andet feed tager', 'fasit-citizens tager FASIT_Borger_F_20200203.csv'],
  },
  {
    what: 'deltas of a feed that has none',
    yaml: 'feeds:\n  fasit-citizens:\n    delta_files: B_*.csv\n',
    line: 3,
    got: 'feeds → fasit-citizens → delta_files: B_*.csv',
    expected: ['en af nøglerne files, full_files, encoding'],
  },
  {
    what: 'an unknown encoding',
    yaml: feed('encoding: windows-1525'),
    line: 3,
    got: 'encoding: windows-1525',
    expected: ['utf-8, utf-16le, windows-1252', 'nærmest er "windows-1252"'],
  },
  {
    what: 'an unknown delimiter',
    yaml: feed('encoding: utf-8', 'delimiter: tabulator'),
    line: 4,
    got: 'delimiter: tabulator',
    expected: ['en af skilletegnene ;, tab, ,, |'],
  },
  {
    what: 'an unknown column',
    yaml: feed('headings:', '  # omdøbt', '  Startdatoe: Fra'),
    line: 5,
    got: 'headings → Startdatoe: Fra',
    expected: ['ForløbID', 'nærmest er "Startdato"'],
  },
  {
    what: 'a heading without a letter',
    yaml: feed('headings:', '  Startdato: "-"'),
    line: 4,
    got: 'headings → Startdato: -',
    expected: ['en overskrift med bogstaver'],
  },
  {
    what: 'a heading that another column goes by',
    yaml: feed('headings:', '  Startdato: Sidst ændret'),
    line: 4,
    got: 'headings → Startdato: Sidst ændret',
    expected: ['"Sidst ændret" er også kolonnen "Ændret"'],
  },
  {
    what: 'a heading with a changing part',
    yaml: 'feeds:\n  plan-targets:\n    headings:\n      Mål <år>: Mål 20\n',
    line: 4,
    got: 'headings → Mål <år>: Mål 20',
    expected: ['en af kolonnerne Mål nr'],
  },
  {
    what: 'codes of a column without any',
    yaml: feed('codes:', '  Startdato:', '    i dag: A'),
    line: 4,
    got: 'codes → Startdato',
    expected: ['kolonnerne med koder Ydelse, Visitationskategori, Afslutningsårsag, Status'],
  },
  {
    what: 'an unknown code of a fixed list',
    yaml: feed('codes:', '  Status:', '    1: A', '    02: Lukke'),
    line: 6,
    got: 'codes → Status → 02: Lukke',
    expected: ['en af koderne A, L, S', 'nærmest er "Lukket"'],
  },
  {
    what: 'an unknown code of the reference data',
    yaml: feed('codes:', '  Ydelse: {K: KTHH}'),
    line: 4,
    got: 'codes → Ydelse → K: KTHH',
    expected: ['en af koderne DP, KTH,', 'nærmest er "KTH"'],
  },
  {
    what: 'a code that is left out',
    yaml: feed('codes:', '  Status:', '    "1":'),
    line: 5,
    got: 'codes → Status → 1',
    expected: ['filens ord og vores kode, fx "1": A'],
  },
  {
    what: 'a word that is read as another one',
    yaml: feed('codes:', '  Status:', '    i gang: A', '    I GANG: L'),
    line: 5,
    got: 'codes → Status → i gang: A',
    expected: ['hvert ord én gang'],
  },
  {
    what: 'a fact that no other feed tells of',
    yaml: 'sources:\n  spells: fasit-spells\n  sickness: kmd-sickness\n',
    line: 3,
    got: 'sources → sickness: kmd-sickness',
    expected: ['fasit-sickness, det eneste feed, der leverer oplysningen i denne version'],
  },
  {
    what: 'an unknown fact',
    yaml: 'sources:\n  forløb: fasit-spells\n',
    line: 2,
    got: 'sources → forløb: fasit-spells',
    expected: ['en af oplysningerne spells, sickness'],
  },
]

test.each(WRONG)('$what is told with its key and line', async ({ yaml, line, got, expected }) => {
  const error = (await configured(yaml).catch((cause: unknown) => cause)) as MartError
  expect(error).toMatchObject({ code: 'BAD_CONFIGURATION', exitCode: 4 })
  const { context } = error
  expect([context.file, context.line]).toEqual([join(home, 'jobmart.yaml'), line])
  expect(context.got?.endsWith(got)).toBe(true)
  for (const words of expected) expect(context.expected).toContain(words)
})

test.each([
  ['feeds: *andre\n', 'Unresolved alias'],
  ['feeds:\n\tfasit-spells:\n', 'Tabs are not allowed'],
  ['municipality: "791"\nmunicipality: "792"\n', 'Map keys must be unique'],
  ['bare en tekst', 'bare en tekst'],
])('what is no map of keys, or no YAML at all, is a fault of the file: %j', async (yaml, got) => {
  const error = (await configured(yaml).catch((cause: unknown) => cause)) as MartError
  expect(error).toMatchObject({ code: 'BAD_CONFIGURATION', exitCode: 4 })
  expect(error.context.got).toContain(got)
})

test('of several faults the first in the file is told, and a password never', async () => {
  const yaml = 'database_url: mysql://jobmart:hemmelig@x\nfeeds:\n  x: y\n'
  const error = (await configured(yaml).catch((cause: unknown) => cause)) as MartError
  expect(error.context).toMatchObject({ line: 1, got: 'database_url' })
  expect(JSON.stringify(error.context)).not.toContain('hemmelig')
})

test('codes and headings are taken as they are written, and empty keys say nothing', async () => {
  const yaml = feed(
    ...['headings:', '  Startdato: [Fra, "Fra den"]', '  Slutdato:', 'codes:', '  Ydelse:'],
    ...['  Status: {07: A, 7: L, no: S, "null": Aktiv}', 'delimiter: tab'],
  )
  const { overrides } = await configured(yaml)
  expect(overrides?.get('fasit-spells')).toEqual({
    headings: { start: ['Fra', 'Fra den'] },
    codes: { status: { '07': 'A', 7: 'L', no: 'S', null: 'Aktiv' } },
    delimiter: '\t',
  })
  for (const nothing of ['', 'feeds:\n', 'feeds:\n  fasit-spells:\n', 'sources:\n']) {
    expect((await configured(nothing)).overrides?.size ?? 0).toBe(0)
  }
})

test('two feeds never take the same names, and one may take those that the other has no more', async () => {
  const two = (citizens: string) =>
    configured(`${feed('files: FASIT_Borger_*.csv')}\n  fasit-citizens:\n    files: ${citizens}\n`)
  expect((await two('Borgere_*.csv')).overrides?.size).toBe(2)
  await expect(two('FASIT_Borger_*.csv')).rejects.toMatchObject({ context: { line: 3 } })
})

test('two columns may take each other’s headings', async () => {
  const { overrides } = await configured(feed('headings:', '  TeamKode: Team', '  Team: TeamKode'))
  expect(overrides?.get('fasit-spells')?.headings).toEqual({
    teamCode: ['Team'],
    team: ['TeamKode'],
  })
})

test('a code that only the home’s own reference data know is one', async () => {
  const yaml = feed('codes:', '  Ydelse: {Nyt: Ny ydelse}')
  await expect(configured(yaml)).rejects.toMatchObject({ code: 'BAD_CONFIGURATION' })
  await mkdir(join(home, 'reference'))
  const label = 'list,source,label,code,valid_from,valid_to\ntarget_group,fasit,Ny ydelse,KTH,,\n'
  await writeFile(join(home, 'reference', 'label.csv'), label)
  expect((await configured(yaml)).overrides?.size).toBe(1)
  await rm(join(home, 'reference'), { recursive: true })
})

test('the example of a jobmart.yaml is one, and reads the dialect it is about', async () => {
  const plain = await configured('')
  const config = await configured(await readFile('fixtures/jobmart.example.yaml', 'utf8'))
  const override = config.overrides?.get('fasit-spells')
  expect(Object.keys(override ?? {}).sort()).toEqual([
    ...['codes', 'delimiter', 'deltaFiles', 'encoding', 'fullFiles', 'headings'],
  ])
  const path = join(home, OTHER_NAME)
  await writeFile(path, await otherFile())
  const quiet = () => undefined
  const rowsOf = async (checked: Config, file: string) => {
    const { json } = await check(checked, 'fasit-spells', { file }, quiet)
    const { rows, bad_by_code, layout } = json as Record<string, unknown>
    return { rows, bad_by_code, layout }
  }
  const [other, sample] = [await rowsOf(config, path), await rowsOf(plain, SAMPLE)]
  expect(other).toMatchObject({ rows: sample.rows, bad_by_code: sample.bad_by_code })
  expect(other.layout).toMatchObject({ encoding: 'utf-16le', delimiter: '|' })
})

test('an encoding and a delimiter that are told stand in place of what the file seems to be', async () => {
  const path = join(home, 'y07a02.csv')
  // Windows-1252 that is valid UTF-8 by chance.
  const text = 'Area;Periode;Gruppe;Antal personer\nViborg;2020M01;Ã¸;1\n'
  await writeFile(path, Buffer.from(text, 'latin1'))
  const checked = async (...told: string[]) => {
    const yaml = ['feeds:', '  jobindsats:', ...told.map((line) => `    ${line}`)].join('\n')
    const { exitCode, json } = await check(
      await configured(yaml),
      'jobindsats',
      { file: path },
      () => undefined,
    )
    const { layout } = json as { layout?: Record<string, unknown> }
    return [exitCode, layout?.encoding, layout?.delimiter]
  }
  expect(await checked()).toEqual([0, 'utf-8', ';'])
  expect(await checked('encoding: windows-1252')).toEqual([0, 'windows-1252', ';'])
  expect(await checked('delimiter: ","')).toEqual([2, undefined, undefined])
})
