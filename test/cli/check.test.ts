/** Owns the proof of the word `check`: it tells what a file is and what a load would make of it, needs no database and leaves no trace. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Config } from '../../src/cli/config.ts'
import { type CheckFlags, check } from '../../src/cli/words/check.ts'
import { file, line } from '../connectors/fasit-file.ts'
import { benefits, groupLines, ownTable, S4 } from '../support/exports.ts'
import { openHouse } from '../support/house.ts'
import { word } from '../support/process.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobmart-check-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

interface CheckJson {
  readonly state: string
  readonly part: string | null
  readonly layout?: {
    readonly columns: { field: string; found_by: string }[]
    readonly [name: string]: unknown
  }
  readonly rows: Readonly<Record<string, number>>
  readonly bad_by_code: Readonly<Record<string, number>>
  readonly faults: { code: string; line: number; got: string; message: string }[]
  readonly error?: { code: string; got: string; file: string }
  readonly [name: string]: unknown
}

/** A home that is not there, and a server that nobody runs: the check is to ask neither. */
function configOf(): Config {
  const databaseUrl = 'postgres://jobmart:hemmelig@127.0.0.1:1/jobmart'
  const home = join(folder, 'nowhere')
  return { home, databaseUrl, municipality: undefined, businessDate: undefined }
}

/** `check` of a file with that name and content. */
async function checked(
  feed: string,
  name: string,
  content: string | Uint8Array,
  flags: Partial<CheckFlags> = {},
) {
  await writeFile(join(folder, name), content)
  const result = await check(
    configOf(),
    feed,
    { file: join(folder, name), ...flags },
    () => undefined,
  )
  return { ...result, json: result.json as CheckJson }
}

const POPULATION = 'OMRÅDE;TID;INDHOLD\nViborg;2020K1;96921\nVejle;2020K1;116091\n'

test('a good file: what it is, its columns, its rows, exit 0', async () => {
  const { exitCode, json, text } = await checked(
    'statbank-population',
    'FOLK1A.csv',
    `\ufeff${POPULATION.replace('OMRÅDE', 'REGION').replaceAll(';', '\t')}`,
  )
  expect([exitCode, json.state, json.part]).toEqual([0, 'good', 'FOLK1A'])
  expect(json.rows).toEqual({ read: 2, good: 2, bad: 0, repeated: 0, contradicting: 0 })
  expect(json.layout).toMatchObject({
    ...{ kind: 'csv', encoding: 'utf-8', delimiter: '\t', header_line: 1 },
    columns: [
      { field: 'area', heading: 'REGION', found_by: 'alias' },
      { field: 'period', heading: 'TID', found_by: 'heading' },
      { field: 'persons', heading: 'INDHOLD', found_by: 'heading' },
    ],
    absent_columns: ['KØN', 'ALDER', 'CIVILSTAND'],
  })
  expect(text).toContain('FOLK1A.csv kan indlæses.')
})

test('a file of a row per line has no line of headings to name', async () => {
  const row = { Område: 'Viborg', Periode: '2020M01', 'Antal personer': 1264 }
  const { text } = await checked('jobindsats', 'y07a02.ndjson', `${JSON.stringify(row)}\n`)
  expect(text).toContain('Fil:       JSON, felternes navne er overskrifter')
})

test('of an open table it tells dimensions and measures apart', async () => {
  const { exitCode, json } = await checked(
    'jobindsats',
    'ptv_a02.csv',
    benefits(groupLines('Viborg', '2020M01', S4)),
  )
  expect([exitCode, json.part]).toEqual([0, 'PTV_A02'])
  expect(json.layout).toMatchObject({
    dimensions: ['Ydelsesgrupper'],
    measures: ['Antal personer', 'Antal fuldtidspersoner'],
  })
})

test('bad rows: their codes, the first faults with line, column and what to do, exit 1', async () => {
  const { exitCode, json, text } = await checked(
    'statbank-population',
    'FOLK1A.csv',
    `${POPULATION}Vibrog;2020K1;5\nRanders;2020K5;x\n`,
  )
  expect([exitCode, json.state]).toEqual([1, 'warnings'])
  expect(json.rows).toMatchObject({ read: 4, good: 2, bad: 2 })
  expect(json.bad_by_code).toEqual({ UNKNOWN_LABEL: 1, BAD_PERIOD: 1, BAD_NUMBER: 1 })
  expect(json.faults).toMatchObject([
    { code: 'UNKNOWN_LABEL', line: 4, column: 'OMRÅDE', got: 'Vibrog' },
    { code: 'BAD_PERIOD', line: 5, column: 'TID' },
    { code: 'BAD_NUMBER', line: 5, column: 'INDHOLD' },
  ])
  expect(text).toContain('Det nærmeste kendte er "Viborg"')
  expect(text).toContain('2 rækker ville komme i karantæne')
})

test('a warning alone is exit 1', async () => {
  const { exitCode, json } = await checked(
    'statbank-population',
    'FOLK1A.csv',
    'TID;INDHOLD\n2020K1;5822763\n',
  )
  expect([exitCode, json.warnings]).toEqual([1, [expect.stringContaining('hele landet')]])
})

test.each([
  ['a renamed heading', 'FOLK1A.csv', POPULATION.replace('TID', 'TIDSPUNKT'), 'HEADER_CHANGED'],
  ['an error text', 'FOLK1A.csv', 'Forkert nøgle eller nøglen er udløbet.', 'NOT_A_DATA_FILE'],
  ['a page', 'FOLK1A.csv', '<!doctype html><html></html>', 'NOT_A_DATA_FILE'],
  ['an empty file', 'FOLK1A.csv', '', 'NOT_A_DATA_FILE'],
  ['no rows', 'FOLK1A.csv', 'OMRÅDE;TID;INDHOLD\n', 'NOT_A_DATA_FILE'],
  ['a line cut off', 'FOLK1A.csv', `${POPULATION}Aarhus;20`, 'TRUNCATED'],
  [
    'too many bad rows',
    'FOLK1A.csv',
    `OMRÅDE;TID;INDHOLD\n${'Viborg;2020K1;x\n'.repeat(6)}`,
    'TOO_MANY_REJECTS',
  ],
])('%s would be refused: exit 2', async (_, name, content, code) => {
  const { exitCode, json, text } = await checked('statbank-population', name, content)
  expect([exitCode, json.state, json.error?.code]).toEqual([2, 'refused', code])
  expect(json.error?.file ?? name).toBe(name)
  expect(text).toContain('ville blive afvist')
})

test('a table id that the name lacks is asked for, and taken from the flag', async () => {
  const content = ownTable(['Viborg', '2020M01', 1264])
  expect((await checked('jobindsats', 'tabel.csv', content)).json.error?.code).toBe(
    'MISSING_FILE_FACT',
  )
  const named = await checked('jobindsats', 'tabel.csv', content, { table: 'y07a02' })
  expect([named.exitCode, named.json.part]).toEqual([0, 'Y07A02'])
})

test('what a file says twice is told as the load settles it', async () => {
  const lines = ['Viborg;2020K1;96921', 'Vejle;2020K1;1', 'Viborg;2020K1;96921', 'Vejle;2020K1;2']
  const content = `OMRÅDE;TID;INDHOLD\n${lines.join('\n')}\n`
  const { exitCode, json } = await checked('statbank-population', 'FOLK1A.csv', content)
  expect([exitCode, json.bad_by_code]).toEqual([1, { DUPLICATE_KEY: 2 }])
  expect(json.rows).toEqual({ read: 4, good: 2, bad: 2, repeated: 1, contradicting: 2 })
  const house = await openHouse()
  await house.deliver('FOLK1A.csv', content)
  const run = await house.run('statbank-population')
  expect([run.exitCode, run.json.loads[0]?.rows]).toMatchObject([
    1,
    { read: 4, quarantined: 2, ignored: 1 },
  ])
})

test('a personal file is checked without a key, and no personal value is shown', async () => {
  const newer = { Ændret: '03-01-2020 08:00', Slutdato: '10-01-2020' }
  const lines = [line({}), line(newer), line({ ForløbID: '2', 'CPR-nr.': '310299-9999' })]
  const content = file([...lines, line({ ForløbID: '3', Startdato: '2020' })])
  const { exitCode, json, text } = await checked(
    'fasit-spells',
    'FASIT_Forloeb_D_20200203.csv',
    content,
  )
  expect([exitCode, json.trailer_rows]).toEqual([1, 4])
  expect(json.rows).toMatchObject({ read: 4, bad: 2, repeated: 1, contradicting: 0 })
  expect(json.dropped_columns).toEqual(['Efternavn'])
  expect(`${text}${JSON.stringify(json)}`).not.toMatch(/310299|9999|130580|1231/)
  const unnamed = await checked('fasit-spells', 'forloeb.csv', file([line({})]))
  expect([unnamed.exitCode, unnamed.json.warnings]).toEqual([
    1,
    [expect.stringContaining('--full eller --delta')],
  ])
  const short = await checked(
    'fasit-spells',
    'FASIT_Forloeb_D_1.csv',
    file([line({})], 'ANTAL;2\r\n'),
  )
  expect(short.json.error?.code).toBe('TRAILER_MISMATCH')
})

test('the home, its overlay read, is as it was', async () => {
  const home = join(folder, 'home')
  await mkdir(join(home, 'reference'), { recursive: true })
  const overlay = 'area_code,kind,name,municipality_code,statbank_code,aliases\n'
  const mine = `${overlay}791,municipality,Viborg,791,791,Vibrog\n`
  await writeFile(join(home, 'reference/area.csv'), mine)
  await writeFile(join(folder, 'FOLK1A_x.csv'), POPULATION.replace('Viborg', 'Vibrog'))
  const environment = {
    JOBMART_HOME: home,
    JOBMART_DATABASE_URL: 'postgres://jobmart:hemmelig@127.0.0.1:1/jobmart',
  }
  const words = ['check', 'statbank-population', '--file', join(folder, 'FOLK1A_x.csv'), '--json']
  const { exitCode, stdout } = await word(words, environment)
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { exit_code: 0, rows: { good: 2 } }])
  expect(await readdir(home, { recursive: true })).toEqual(['reference', 'reference/area.csv'])
  expect(await readFile(join(home, 'reference/area.csv'), 'utf8')).toBe(mine)
  expect(await readdir(folder)).not.toContain('nowhere')
})

test.each([
  ['a path that does not exist', 'statbank-population', 'findes-ikke.csv', 'PATH_NOT_FOUND'],
  ['a folder', 'statbank-population', '.', 'PATH_NOT_FOUND'],
  ['an unknown feed', 'folketal', 'FOLK1A.csv', 'UNKNOWN_FEED'],
])('%s is exit 4', async (_, feed, name, code) => {
  await writeFile(join(folder, 'FOLK1A.csv'), POPULATION)
  const given = check(configOf(), feed, { file: join(folder, name) }, () => undefined)
  await expect(given).rejects.toMatchObject({ code, exitCode: 4 })
})

test('without a file to check it says which flag it lacks, as one JSON document', async () => {
  const { exitCode, stdout } = await word(['check', 'statbank-population', '--json'], {
    JOBMART_HOME: join(folder, 'nowhere'),
  })
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([
    4,
    { exit_code: 4, error: { code: 'UNKNOWN_WORD', got: expect.stringContaining('--file') } },
  ])
})
