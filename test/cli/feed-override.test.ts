/** Owns the proof that an export in another dialect loads as the sample does once `new feed-override` has proposed how, and that no person is shown. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import exceljs from 'exceljs'
import { type Config, readConfig } from '../../src/cli/config.ts'
import { backfillWord } from '../../src/cli/words/backfill.ts'
import { newFeedOverride } from '../../src/cli/words/feed-override.ts'
import { listFeeds } from '../../src/cli/words/look.ts'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { run } from '../../src/cli/words/run.ts'
import { OTHER_NAME, otherFile, otherRows } from '../connectors/other-dialect.ts'
import { expectedRows } from '../connectors/sample.ts'
import { openHouse, type RunJson, type TestHouse } from '../support/house.ts'
import { environmentOf, word } from '../support/process.ts'

const FEED = 'fasit-spells'
const quiet = () => undefined

interface Proposed {
  readonly columns: {
    readonly column: string
    readonly heading: string
    readonly certainty: string
    readonly rivals: readonly string[]
  }[]
  readonly missing_columns: readonly string[]
  readonly dropped_columns: readonly string[]
  readonly codes: {
    readonly column: string
    readonly unknown: readonly { readonly value: string; readonly near?: string }[]
    readonly hidden: number
  }[]
  readonly layout: Readonly<Record<string, unknown>>
  readonly yaml: string
}

let house: TestHouse

beforeAll(async () => {
  house = await openHouse()
})

/** `new feed-override` of a file with that name and content, under a configuration. */
async function propose(
  name: string,
  content: string | Uint8Array,
  { feed = FEED, config = house.config, out = undefined as string | undefined } = {},
) {
  const folder = join(house.config.home, 'exports')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), content)
  const flags = { file: join(folder, name), ...(out !== undefined && { out }) }
  const result = await newFeedOverride(config, feed, flags, quiet)
  return { ...result, json: result.json as Proposed }
}

/** The house as it is with that jobmart.yaml in its home. */
async function configured(yaml: string): Promise<Config> {
  await writeFile(join(house.config.home, 'jobmart.yaml'), yaml)
  return readConfig(environmentOf(house), { example: false, municipality: undefined })
}

/** What an operator makes of a proposal: the guesses accepted, some lines written otherwise. */
function accepted(yaml: string, lines: Readonly<Record<string, string>>): string {
  const guessed = yaml.replaceAll('#? ', '')
  return Object.entries(lines).reduce((text, [from, to]) => {
    expect(text).toContain(from)
    return text.replace(from, to)
  }, guessed)
}

async function load(config: Config, flags = {}) {
  const result = await run(config, FEED, { publish: false, ...flags }, quiet)
  return { ...result, load: (result.json as RunJson).loads[0] }
}

test('a file in another dialect is refused, proposed for, and then loads as the sample does; a changed override reads it again', async () => {
  const path = await house.deliver(OTHER_NAME, await otherFile())
  const refused = await load(house.config, { file: path, delta: true })
  expect([refused.exitCode, refused.load?.error?.code]).toEqual([2, 'HEADER_CHANGED'])
  expect(refused.load?.error?.message).toMatch(/^Kolonnerne "CPR-nr\.", .* mangler i filens/)
  expect(refused.load?.error?.got).toContain('"Forløbets startdato", som ligner "Startdato"')
  expect(refused.load?.error?.todo).toContain(
    `jobmart new feed-override ${FEED} --file ${OTHER_NAME}`,
  )

  const proposal = await propose(OTHER_NAME, await otherFile())
  expect(proposal.exitCode).toBe(1)
  const yaml = accepted(proposal.text, {
    'full_files: Maalgrupper_dag_*.csv': 'full_files: Maalgrupper_alle_*.csv',
    'I arbejde: KODE': 'I arbejde: JOB',
    '"1": KODE': '"1": A',
    '"2": KODE': '"2": L',
    // What nobody has looked up yet stays unknown, and its row waits in quarantine.
    '"9": KODE': '# "9": KODE',
  })
  await house.deliver(OTHER_NAME, await otherFile())
  const first = await load(await configured(yaml))
  expect([first.exitCode, first.load?.rows]).toMatchObject([
    1,
    { read: 11, loaded: 7, quarantined: 3, ignored: 1 },
  ])

  // The category in two rows was not shown; the operator knows it. Both are mended, and the line is released.
  const mended = await configured(
    yaml
      .replace('# "9": KODE', '"9": S')
      .replace('Visitationskategori:\n', 'Visitationskategori:\n        AKT: AP\n'),
  )
  const released = await releaseWord(mended, undefined, { publish: false }, quiet)
  expect(released.json).toMatchObject({ releases: [{ released: 1, remaining: 2 }] })

  // Read by another definition now, so it is no file that has been loaded already.
  const days = { from: '2020-02', to: '2020-02', publish: false }
  const again = await backfillWord(mended, FEED, days, quiet)
  expect(again.json).toMatchObject({
    parts: [{ state: 'done', files: [{ file_name: OTHER_NAME }] }],
  })
  await house.deliver(OTHER_NAME, await otherFile())
  const same = await load(mended)
  expect([same.exitCode, same.load?.rows]).toMatchObject([0, { loaded: 0, unchanged: 0 }])
  await house.deliver(OTHER_NAME, await otherFile())
  const other = await load(await configured((await readYaml()).replace('"9": S', '"9": L')))
  expect(other.load?.rows).toMatchObject({ read: 11, loaded: 1, unchanged: 7 })
  await house.deliver(OTHER_NAME, await otherFile())
  await load(mended)
  await expectSample()
})

function readYaml(): Promise<string> {
  return readFile(join(house.config.home, 'jobmart.yaml'), 'utf8')
}

/** The spells in force are those that stand beside the sample, persons and caseworkers told apart alike. */
async function expectSample(): Promise<void> {
  const found = await house.query(
    `select *, source_created_at::text as source_created_at, source_changed_at::text as source_changed_at
     from core.benefit_spell where recorded_to = 'infinity' order by source_line`,
  )
  const expected = await expectedRows(FEED)
  expect(found).toMatchObject(expected.map(({ person, caseworker, ...row }) => row))
  const pairs = (of: string, as: string) =>
    new Set(found.map((row, index) => `${row[of]} ${expected[index]?.[as]}`)).size
  const distinct = (as: string) => new Set(expected.map((row) => row[as])).size
  expect(pairs('person_key', 'person')).toBe(distinct('person'))
  expect(pairs('caseworker_key', 'caseworker')).toBe(distinct('caseworker'))
}

test('the proposal says which heading is which and how sure, what is dropped, and which values nobody knows', async () => {
  const { json } = await propose(OTHER_NAME, await otherFile())
  const found = new Map(json.columns.map((each) => [each.column, each]))
  const told = ['CPR-nr.', 'Ydelse', 'Startdato', 'Slutdato', 'Ændret', 'BorgerID'].map((name) => [
    found.get(name)?.heading,
    found.get(name)?.certainty,
  ])
  expect(told).toEqual([
    ['Borgers CPR-nr.', 'sure'],
    ['Ydelsesart', 'sure'],
    ['Forløbets startdato', 'sure'],
    ['Slut', 'unsure'],
    ['Dato for ændring', 'unsure'],
    ['BorgerID', 'known'],
  ])
  expect(json).toMatchObject({
    layout: { kind: 'csv', encoding: 'utf-16le', delimiter: '|', header_line: 2, rows: 11 },
    missing_columns: [],
    dropped_columns: ['Efternavn'],
  })
  const unknown = json.codes.map(({ column, unknown, hidden }) => [
    column,
    unknown.map(({ value, near }) => `${value} ${near ?? '?'}`).sort(),
    hidden,
  ])
  expect(unknown).toEqual([
    ['Ydelse', ['KTH.hjælp KTH'], 0],
    // In two rows, and the column stands where a name may slip in.
    ['Visitationskategori', [], 1],
    ['Afslutningsårsag', ['I arbejde ?'], 0],
    ['Status', ['1 ?', '2 ?', '9 ?'], 0],
  ])
})

test('a workbook is proposed for like a text, and a column that is nowhere is named', async () => {
  const workbook = new exceljs.Workbook()
  const rows = (await otherRows()).slice(1, -1)
  const status = rows[0]?.indexOf('Forløbsstatus') ?? -1
  const sheet = workbook.addWorksheet('Udtræk')
  for (const cells of rows) sheet.addRow(cells.filter((_, index) => index !== status))
  const bytes = new Uint8Array(await workbook.xlsx.writeBuffer())
  const { exitCode, json } = await propose('Maalgrupper.xlsx', bytes)
  expect(exitCode).toBe(1)
  expect(json.layout).toMatchObject({ kind: 'xlsx', sheet: 'Udtræk', header_line: 1, rows: 11 })
  expect(json.missing_columns).toEqual(['Status'])
  expect(json.yaml).toContain('#? Status: OVERSKRIFT  # mangler')
})

test('what jobmart.yaml says already is kept in the proposal, and a file it fits needs nothing more', async () => {
  const yaml = await readFile('fixtures/jobmart.example.yaml', 'utf8')
  const config = await configured(yaml)
  const { exitCode, json } = await propose(OTHER_NAME, await otherFile(), { config })
  expect(exitCode).toBe(0)
  expect(json.yaml).not.toContain('#?')
  const again = await configured(json.yaml)
  expect(again.overrides?.get(FEED)).toEqual(config.overrides?.get(FEED))
  const feeds = listFeeds(config).json as { feeds: Record<string, unknown>[] }
  expect(feeds.feeds.filter((each) => each.is_overridden)).toMatchObject([
    { feed: FEED, takes: ['Maalgrupper_alle_*.csv', 'Maalgrupper_dag_*.csv'] },
  ])
})

test('what is said of a heading stays beside a new one, and what is said of a column that is gone stays', async () => {
  const config = await configured(await readFile('fixtures/jobmart.example.yaml', 'utf8'))
  const [info = [], headings = [], ...lines] = await otherRows()
  const renamed = headings.map((each) =>
    each === 'Forløbets startdato' ? 'Startdato (forløb)' : each === 'Forløbsstatus' ? '' : each,
  )
  const { exitCode, json } = await propose(OTHER_NAME, await otherFile([info, renamed, ...lines]), {
    config,
  })
  expect([exitCode, json.missing_columns]).toEqual([1, ['Status']])
  const again = await configured(json.yaml)
  const { start, ...others } = again.overrides?.get(FEED)?.headings ?? {}
  expect(start).toEqual(['Forløbets startdato', 'Forløb start', 'Startdato (forløb)'])
  const { start: _, ...before } = config.overrides?.get(FEED)?.headings ?? {}
  expect(others).toEqual(before)
  expect(again.overrides?.get(FEED)?.codes).toEqual(config.overrides?.get(FEED)?.codes)
})

test('a file that fits as it is gets no line, and exit 0', async () => {
  const heading = 'Område;Periode;Antal fuldtidspersoner\nViborg;2020M01;1264\n'
  const { exitCode, json, text } = await propose('y07a02.csv', heading, { feed: 'jobindsats' })
  expect([exitCode, json.missing_columns]).toEqual([0, []])
  expect(text).toContain('der skal intet stå i jobmart.yaml')
  expect(text).not.toMatch(/^feeds:/m)
})

const PERSONS = ['Zakariasen', 'Prøvevej', 'VKZQX', '130580-1231', '1305801231', '070365']

test('no name, number, initials or address of the file is in what is proposed, whatever the file is like', async () => {
  const rows = [
    ['Nr', 'CPR', 'Efternavn', 'Borgers køn', 'Adresse', 'Opholdsgrundlag', 'Flyttedato'],
    ['1', '130580-1231', 'Zakariasen', 'X', 'Prøvevej 1', 'Zakariasen', '01-01-2020'],
    ['2', '070365-1544', 'Zakariasen', 'X', 'Prøvevej 1', 'VKZQX', '01-01-2020'],
    ['3', '1305801231', 'Zakariasen', 'X', 'Prøvevej 2', '130580-1231', '01-01-2020'],
  ]
  const text = (lines: readonly (readonly string[])[]) =>
    lines.map((cells) => cells.join(';')).join('\r\n')
  const { json, text: shown } = await propose('borgere.csv', `${text(rows)}\r\n`, {
    feed: 'fasit-citizens',
  })
  for (const secret of PERSONS) expect(`${shown}${JSON.stringify(json)}`).not.toContain(secret)
  // A value that stands in enough rows is a code, not a person.
  expect(json.codes).toMatchObject([
    { column: 'Køn', unknown: [{ value: 'X', count: 3 }], hidden: 0 },
    { column: 'Opholdsgrundlag', unknown: [], hidden: 3 },
  ])

  // A row of data may hold the words of headings; it is none for all that.
  const data = rows.slice(1).map((cells) => [...cells, 'Adresse', 'Telefon', 'Herkomst'])
  const headless = propose('hovedløs.csv', `${text(data)}\r\n`, { feed: 'fasit-citizens' })
  const error = await headless.catch((cause: unknown) => cause)
  expect(error).toMatchObject({ code: 'HEADER_CHANGED', exitCode: 2 })
  const said = JSON.stringify([(error as Error).message, (error as { context: unknown }).context])
  for (const secret of PERSONS) expect(said).not.toContain(secret)
  expect(said).not.toContain('new feed-override')
})

test('with --out the lines go to a new file, and one that is there is left alone', async () => {
  const out = join(house.config.home, 'forslag.yaml')
  const { text, json } = await propose(OTHER_NAME, await otherFile(), { out })
  expect(text).toContain(`Forslaget er skrevet til ${out}.`)
  expect(await readFile(out, 'utf8')).toBe(json.yaml)
  await writeFile(out, 'municipality: "791"\n')
  await expect(propose(OTHER_NAME, await otherFile(), { out })).rejects.toMatchObject({
    code: 'FILE_EXISTS',
    exitCode: 4,
  })
  expect(await readFile(out, 'utf8')).toBe('municipality: "791"\n')
})

test('the word itself prints lines that can be put into jobmart.yaml, and nothing else, on stdout', async () => {
  const file = join(house.config.home, 'exports', OTHER_NAME)
  await writeFile(file, await otherFile())
  await writeFile(join(house.config.home, 'jobmart.yaml'), '')
  const answer = await word(['new', 'feed-override', FEED, '--file', file], environmentOf(house))
  expect([answer.exitCode, answer.stderr]).toEqual([1, expect.stringContaining('intet gemmes')])
  const { overrides } = await configured(answer.stdout)
  expect(overrides?.get(FEED)?.headings).toMatchObject({ start: ['Forløbets startdato'] })
})
