/** Owns the proof that no CPR number, name, initials or source id of a file is found anywhere once the file was loaded or refused. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { openHouse, type TestHouse } from '../support/house.ts'
import { type Ended, environmentOf, word } from '../support/process.ts'
import {
  type Cells,
  caseFile,
  citizenFile,
  file,
  line,
  partialFile,
  type Spell,
} from './fasit-file.ts'

// Made up, and failing modulus 11 on purpose.
const PEOPLE = [
  { cpr: '130580-1231', name: 'Zakariasen-Prøve', initials: 'VKZQX' },
  { cpr: '070365-1544', name: 'Wøllesdatter', initials: 'VKWJY' },
  { cpr: '090958-1113', name: 'Quist Opdigtet', initials: 'VKQPZ' },
] as const
const IDS = { ForløbID: '98765430', BorgerID: '87654320', SagsID: '76543210' }
const HOME = { Adresse: 'Hemmelig Sti 17, st. th.', Telefon: '55 66 77 88' }

const SECRETS = PEOPLE.flatMap(({ cpr, name, initials }) => {
  const digits = cpr.replace('-', '')
  return [
    cpr,
    digits,
    digits.replace(/^0/, ''),
    `${digits.slice(0, 6)} ${digits.slice(6)}`,
    name,
    initials,
  ]
}).concat(...Object.values(IDS), ...Object.values(HOME), 'Ingemarie')

// What a number tells is kept, once.
const BIRTH_DATES = ['1980-05-13', '1965-03-07', '1958-09-09']

/** A spell that tells of a person wherever a file can. */
function telling(index: number, spell: Spell = {}): Spell {
  const { cpr, name, initials } = PEOPLE[index % PEOPLE.length] ?? PEOPLE[0]
  return {
    ForløbID: `${IDS.ForløbID}${index}`,
    BorgerID: `${IDS.BorgerID}${index}`,
    'CPR-nr.': index % 2 ? cpr : cpr.replace('-', ''),
    Efternavn: name,
    'Sagsbehandler ident': initials,
    Berigtigelse: `Rettet for ${name} (${cpr}) af ${initials}`,
    ...spell,
  }
}

const [first, second] = PEOPLE
const BAD_ROWS: readonly Spell[] = [
  // Letters and a digit too many behind the number, a person in a column of labels, and cells moved by a loose semicolon.
  telling(3, { 'CPR-nr.': `${first.cpr}A` }),
  telling(4, { 'CPR-nr.': `${second.cpr}1` }),
  telling(5, { Team: `${second.name} ${second.cpr}` }),
  telling(6, { Team: 'Sygedagpenge; Øst', Berigtigelse: '' }),
]

const FILES: Readonly<Record<string, string>> = {
  'FASIT_Forloeb_D_20200203.csv': file(
    [0, 1, 2].map((index) => line(telling(index))).concat(BAD_ROWS.map(line)),
  ),
  'FASIT_Forloeb_D_20200204.csv': file(
    [0, 1].map((index) => line(telling(index))),
    'ANTAL;7\r\n',
  ),
  'FASIT_Forloeb_D_20200205.csv': file([...BAD_ROWS, ...BAD_ROWS].map(line)),
  'FASIT_Forloeb_D_20200206.csv': [0, 1, 2].map((index) => `${line(telling(index))}\r\n`).join(''),
  'FASIT_Forloeb_D_20200207.csv': file([0, 1].map((index) => line(telling(index)))).replace(
    'Slutdato',
    'Slut',
  ),
  // One id, told twice and differently; and the last row cut off.
  'FASIT_Forloeb_D_20200208.csv': file(
    [telling(0), telling(0, { Startdato: '05-01-2020' }), telling(1)].map(line),
    line(telling(2)).slice(0, 60),
  ),
}

/** A citizen or a case that tells of a person wherever a file can. */
function tellingOf(id: 'BorgerID' | 'SagsID', index: number, cells: Cells = {}): Cells {
  const { cpr, name } = PEOPLE[index % PEOPLE.length] ?? PEOPLE[0]
  const own = { [id]: `${IDS[id]}${index}`, 'CPR-nr.': cpr, Efternavn: name }
  return { ...own, 'Fornavn(e)': 'Ingemarie', ...HOME, ...cells }
}

const OTHERS: Readonly<Record<string, readonly [name: string, text: string]>> = {
  'fasit-citizens': [
    'FASIT_Borger_F_20200203.csv',
    citizenFile([
      ...[0, 1, 2].map((index) => tellingOf('BorgerID', index)),
      tellingOf('BorgerID', 3, { 'CPR-nr.': `${first.cpr}A` }),
      tellingOf('BorgerID', 4, { Herkomst: `${second.name} ${second.cpr}` }),
      // A loose semicolon moves every cell behind it.
      tellingOf('BorgerID', 5, { Efternavn: `${second.name};Ingemarie`, 'Sidst ændret': '' }),
    ]),
  ],
  'fasit-sickness': [
    'SYG_Sygefravaer_D_20200203.csv',
    caseFile([
      ...[0, 1, 2].map((index) => tellingOf('SagsID', index)),
      tellingOf('SagsID', 3, { Visitationskategori: `Se ${first.cpr}` }),
      tellingOf('SagsID', 4, { 'CPR-nr.': `${second.cpr}1` }),
    ]),
  ],
  'fasit-partial-return': [
    'SYG_Delvis_D_20200203.csv',
    partialFile([
      tellingOf('SagsID', 0),
      tellingOf('SagsID', 1, { 'Arbejdstimer pr. uge': first.cpr }),
    ]),
  ],
}

let house: TestHouse
let said: readonly Ended[]

beforeAll(async () => {
  house = await openHouse()
  const environment = environmentOf(house)
  for (const [name, text] of Object.entries(FILES)) await house.deliver(name, text)
  // Published once, by the last of them.
  const outputs: Ended[] = [await word(['run', 'fasit-spells', '--no-publish'], environment)]
  const others = Object.entries(OTHERS)
  for (const [index, [feed, [name, text]]] of others.entries()) {
    await house.deliver(name, text)
    const flags = index < others.length - 1 ? ['--no-publish'] : []
    outputs.push(await word(['run', feed, ...flags], environment))
  }
  const [loaded] = await house.query<{ run_id: string }>(
    "select run_id from ops.run where feed = 'fasit-spells' order by run_id limit 1",
  )
  for (const words of [
    ['quarantine', 'list', '--all'],
    ['labels'],
    ['status', '--json'],
    ['runs', loaded?.run_id ?? ''],
  ]) {
    outputs.push(await word(words, environment))
  }
  said = outputs
}, 180_000)

function found(text: string): string[] {
  return SECRETS.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))
}

test('the files were loaded and refused as they were meant to be', async () => {
  const runs = await house.query(
    `select file_name, state, split_part(message, ':', 1) as message from ops.run where feed = 'fasit-spells' order by run_id`,
  )
  expect(runs.map(({ state }) => state)).toEqual([
    'done',
    'refused',
    'refused',
    'refused',
    'refused',
    'refused',
  ])
  const codes = runs.slice(1).map(({ message }) => message)
  expect(codes).toEqual([
    'TRAILER_MISMATCH',
    'TOO_MANY_REJECTS',
    'HEADER_CHANGED',
    'HEADER_CHANGED',
    'TRUNCATED',
  ])
  const faults = await house.query<{ code: string; got: string }>(
    `select code, got from ops.quarantine where status = 'open' and feed = 'fasit-spells' order by quarantine_id`,
  )
  expect(faults).toEqual([
    { code: 'BAD_CPR', got: '***' },
    { code: 'BAD_CPR', got: '***' },
    { code: 'BAD_VALUE', got: '***' },
    { code: 'BAD_DATE', got: '***' },
    { code: 'MISSING_VALUE', got: 'tom' },
    { code: 'BAD_DATE', got: 'A' },
  ])
  expect(await house.query('select spell_key from core.benefit_spell')).toHaveLength(3)
})

test('the other feeds’ files were loaded, but for their bad rows', async () => {
  const runs = await house.query(
    `select feed, state, rows_loaded::integer as loaded, rows_quarantined::integer as rejected from ops.run
     where feed in ('fasit-citizens', 'fasit-sickness', 'fasit-partial-return') order by run_id`,
  )
  expect(runs.map(({ feed, state, loaded, rejected }) => [feed, state, loaded, rejected])).toEqual([
    ['fasit-citizens', 'done', 3, 3],
    ['fasit-sickness', 'done', 3, 2],
    ['fasit-partial-return', 'done', 1, 1],
  ])
})

test('no table of any schema holds any of it', async () => {
  const tables = await house.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ops.quarantine', 'core.benefit_spell', 'stage.benefit_spell']),
  )
  for (const { name } of tables) {
    const rows = await house.query<{ row: string }>(`select t::text as row from ${name} as t`)
    const text = rows.map(({ row }) => row).join('\n')
    expect([name, found(text)]).toEqual([name, []])
    const born = BIRTH_DATES.filter((date) => text.includes(date))
    expect([name, born]).toEqual([name, name === 'core.person' ? BIRTH_DATES : []])
  }
})

test('no word says any of it, on either stream', () => {
  expect(said.map(({ exitCode }) => exitCode)).not.toContain(7)
  expect(said[0]?.stdout).toContain('BAD_CPR')
  for (const { stdout, stderr } of said) expect(found(stdout + stderr)).toEqual([])
})

test('of the files in the home only the originals hold it', async () => {
  const entries = await readdir(house.config.home, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const originals = paths.filter((path) =>
    /\/(archive|failed)\/fasit-[a-z-]+\/\d{4}-\d{2}\/[^/]+\.csv$/.test(path),
  )
  expect(originals).toHaveLength(9)
  const reasons = paths.filter((path) => path.endsWith('.csv.txt'))
  expect(reasons).toHaveLength(5)
  for (const path of paths.filter((each) => !originals.includes(each))) {
    expect([path, found(path + (await readFile(path, 'latin1')))]).toEqual([path, []])
    expect([path, found(await readFile(path, 'utf8'))]).toEqual([path, []])
  }
})

test('the log of the server does not hold it either', async () => {
  // A server that the tests were given keeps its log where it likes.
  const [log] = await house
    .query<{ text: string | null }>(
      "select pg_read_file(current_setting('data_directory') || '/../server.log', 0, 100000000, true) as text",
    )
    .catch(() => [])
  expect(found(log?.text ?? '')).toEqual([])
})
