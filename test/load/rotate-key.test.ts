/** Owns the proof that a new key changes every pseudonym in place and no figure, and that a rotation that dies harms nothing. */
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import pg from 'pg'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { rotateKeyWord } from '../../src/cli/words/rotate-key.ts'
import { formatError, type MartError } from '../../src/core/errors.ts'
import { makePseudonymiser, rotated } from '../../src/core/pseudonym.ts'
import { PSEUDONYM_COLUMNS } from '../../src/core/pseudonym-columns.ts'
import { loadKeys } from '../../src/load/keys.ts'
import { caseFile, citizenFile, file, line, partialFile } from '../connectors/fasit-file.ts'
import { entries } from '../connectors/manual-file.ts'
import { LABEL_HEADING, martContents, openHouse, type TestHouse } from '../support/house.ts'
import { CPR, loadOne } from '../support/people.ts'
import { environmentOf, untilAlone, word } from '../support/process.ts'
import { type Contents, everyRow } from '../support/states.ts'

const quiet = () => undefined
const PSEUDONYM = /\b[A-Z2-7]{26}\b/g
const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
const PRELOAD = new URL('../crash/preload.mjs', import.meta.url).href

// Two spells of each on the same days, in two teams: only what they tell may decide which of them owns the days.
const SPELLS = LETTERS.flatMap((letter, index) =>
  ['A', 'B'].map((team) =>
    line({
      ...{ ForløbID: `${team}${index}`, BorgerID: `${9000 + index}`, 'CPR-nr.': CPR[letter] },
      // The one who is sick nears 52 weeks: team leaders have a list of those.
      ...{
        Startdato: index ? '01-12-2019' : '01-03-2019',
        TeamKode: `${team}${index}`,
        Team: `Team ${team}${index}`,
      },
      ...{
        'Sagsbehandler ident': `VK${team}${index}`,
        Ydelse: index ? 'Kontanthjælp' : 'Sygedagpenge',
      },
    }),
  ),
)
const CITIZENS = LETTERS.map((letter, index) => ({
  BorgerID: `${9000 + index}`,
  'CPR-nr.': CPR[letter],
}))
const BAD = line({ ForløbID: 'X1', 'CPR-nr.': CPR.i, Ydelse: 'Kontanhjælp' })

const FILES: Readonly<Record<string, string>> = {
  'FASIT_Borger_F_20200201.csv': citizenFile(CITIZENS),
  // One citizen is missing, so that the note of its absence names it.
  'FASIT_Borger_F_20200203.csv': citizenFile(CITIZENS.slice(0, -1)),
  'FASIT_Forloeb_F_20200203.csv': file([...SPELLS, BAD]),
  'SYG_Sygefravaer_F_20200203.csv': caseFile([{ SagsID: '77001', 'CPR-nr.': CPR.a }]),
  'SYG_Delvis_F_20200203.csv': partialFile([{ SagsID: '77001' }]),
}
const ENTRIES = entries({
  kpi: 'net_cost',
  period: '2020-01',
  value: '12',
  by: 'VKABC',
  on: '01-02-2020',
})

let house: TestHouse
let spellsAsTheyWere: Buffer
let before: {
  mart: Awaited<ReturnType<typeof martContents>>
  rows: Contents
  keys: readonly Buffer[]
}

beforeAll(async () => {
  house = await openHouse()
  for (const [name, text] of Object.entries(FILES)) await loadOne(house, name, text)
  await house.deliver('Manuelle_indtastninger_20200203.csv', ENTRIES)
  await house.run('manual-entries', { publish: false })
  await house.publish()
  const [archived] = await house.query<{ path: string }>(
    "select archived_path as path from ops.run where file_name like 'FASIT_Forloeb_F%'",
  )
  spellsAsTheyWere = await readFile(join(house.config.home, archived?.path ?? ''))
  before = {
    mart: await martContents(house),
    rows: await everyRow(house),
    keys: await loadKeys(house.config.home, undefined),
  }
}, 120_000)

function rotate(flags: { wait?: boolean } = {}) {
  return rotateKeyWord(house.config, flags, quiet)
}

/** Loads the files again, though they are the current ones; the rows of each by what became of them. */
async function loadAgain(which: RegExp) {
  const counts: Record<string, readonly number[]> = {}
  for (const [name, text] of Object.entries(FILES).filter(([each]) => which.test(each))) {
    const path = await house.deliver(name, text)
    const feed = /Borger/.test(name)
      ? 'fasit-citizens'
      : /Forloeb/.test(name)
        ? 'fasit-spells'
        : /Delvis/.test(name)
          ? 'fasit-partial-return'
          : 'fasit-sickness'
    const { json } = await house.run(feed, { file: path, force: true, publish: false })
    const rows = json.loads[0]?.rows
    counts[name] = [rows?.read ?? 0, rows?.loaded ?? 0, rows?.quarantined ?? 0]
  }
  return counts
}

const UNCHANGED = {
  'FASIT_Borger_F_20200201.csv': [8, 0, 0],
  'FASIT_Borger_F_20200203.csv': [7, 0, 0],
  'FASIT_Forloeb_F_20200203.csv': [17, 0, 1],
  'SYG_Sygefravaer_F_20200203.csv': [1, 0, 0],
  'SYG_Delvis_F_20200203.csv': [1, 0, 0],
}

test('every column named as a key that holds text is declared, and every declared one holds pseudonyms here', async () => {
  const declared = PSEUDONYM_COLUMNS.flatMap(({ table, columns }) =>
    columns.map((column) => `${table}.${column}`),
  ).sort()
  const named = await house.query<{ name: string }>(
    `select format('%I.%I.%I', table_schema, table_name, column_name) as name
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and data_type = 'text'
       and (column_name ~ '_(key|pseudonym)$' or (table_schema, column_name) = ('mart_restricted', 'caseworker'))
       and table_schema not in ('pg_catalog', 'information_schema') and column_name <> 'row_key'`,
  )
  expect(named.map(({ name }) => name).sort()).toEqual(declared)
  for (const { table, columns } of PSEUDONYM_COLUMNS.filter(
    (each) => !each.table.startsWith('stage.'),
  )) {
    for (const column of columns) {
      const [row] = await house.query(
        `select count(*)::integer as held from ${table} where ${column} ~ '^[A-Z2-7]{26}$'`,
      )
      expect([table, column, row?.held]).not.toEqual([table, column, 0])
    }
  }
  expect(await house.query('select row_key from core.snapshot_absence')).toHaveLength(1)
})

test('a new key makes every pseudonym anew, wherever it stands, and changes nothing else', async () => {
  const { exitCode, text, json } = await rotate()
  expect([exitCode, json]).toMatchObject([0, { version: 2, resumed: false }])
  expect(text).toContain('version 2')
  const keys = await loadKeys(house.config.home, undefined)
  expect(keys).toHaveLength(2)
  expect(keys[0]).toEqual(before.keys[0])
  expect((await stat(join(house.config.home, 'keys.json'))).mode & 0o777).toBe(0o600)
  const anew = (row: string) =>
    row
      .replace(PSEUDONYM, (old) => rotated(old, keys[1] as Buffer))
      .replace('"key_version": 1', '"key_version": 2')
  const expected = Object.entries(before.rows).map(([table, rows]) => [
    table,
    rows.map(anew).sort(),
  ])
  const now = { ...(await everyRow(house)), 'ops.pseudonym_key': expect.anything() }
  expect({ ...Object.fromEntries(expected), 'ops.pseudonym_key': [] }).toEqual(now)
  expect(Object.values(before.rows).flat().join().match(PSEUDONYM)?.length).toBeGreaterThan(80)
  expect(
    await house.query('select version, check_value from ops.pseudonym_key order by 1'),
  ).toEqual([
    { version: 1, check_value: makePseudonymiser(keys.slice(0, 1)).check },
    { version: 2, check_value: makePseudonymiser(keys).check },
  ])
})

test('the figures are the same, to the surrogate key', async () => {
  const { exitCode } = await house.publish()
  expect(exitCode).toBe(0)
  expect(await martContents(house)).toEqual(before.mart)
  expect(before.mart['benefit_month']?.length).toBeGreaterThan(8)
})

test('the old files change nothing when they come again, and a new one loads onto the same persons', async () => {
  expect(await loadAgain(/./)).toEqual(UNCHANGED)
  const spell = line({ ForløbID: 'A1', BorgerID: '9001', 'CPR-nr.': CPR.b, Slutdato: '31-01-2020' })
  const loaded = await loadOne(house, 'FASIT_Forloeb_D_20200204.csv', file([spell]))
  expect(loaded?.rows).toMatchObject({ read: 1, loaded: 1 })
  expect(await house.query('select from core.person')).toHaveLength(8)
  expect(
    await house.query("select from core.benefit_spell where recorded_to = 'infinity'"),
  ).toHaveLength(16)
})

test('a row rejected before the rotation is released after it: the old key still reads its file', async () => {
  await house.overlay('label.csv', LABEL_HEADING, 'target_group,fasit,Kontanhjælp,KTH,,')
  const [archived] = await house.query<{ path: string }>(
    "select archived_path as path from ops.run where file_name like 'FASIT_Forloeb_F%' limit 1",
  )
  // The file came again after the rotation, and lies there anew: put back as the old key encrypted it.
  const path = join(house.config.home, archived?.path ?? '')
  await writeFile(path, spellsAsTheyWere)
  expect(String(spellsAsTheyWere)).toContain('-> jobmart 1 ')
  const { exitCode, json } = await releaseWord(house.config, undefined, { publish: false }, quiet)
  expect([exitCode, json]).toMatchObject([0, { releases: [{ released: 1, remaining: 0 }] }])
  expect(await house.query('select from core.person')).toHaveLength(9)
})

test('a key from the environment is not ours to change: the message says how it becomes so', async () => {
  const given = { ...house.config, pseudonymKey: Buffer.alloc(32, 9).toString('base64') }
  const error: unknown = await rotateKeyWord(given, {}, quiet).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'BAD_CONFIGURATION', exitCode: 4 })
  const said = formatError(error as MartError)
  expect(said).toContain(`${house.config.home}/keys.json`)
  expect(said).not.toContain(given.pseudonymKey)
  expect(await loadKeys(house.config.home, undefined)).toHaveLength(2)
})

test('nobody loads persons or publishes while a key is changed, nor is it changed while they do', async () => {
  const client = new pg.Client({ connectionString: house.config.databaseUrl })
  await client.connect()
  const hold = (lock: string, key: string) =>
    client.query(`begin; select pg_${lock}(hashtextextended('jobmart:${key}', 0))`)
  const rows = await everyRow(house)
  for (const held of [
    ['advisory_xact_lock_shared', 'key'],
    ['advisory_xact_lock', 'publish'],
  ]) {
    await hold(held[0] ?? '', held[1] ?? '')
    await expect(rotate()).rejects.toMatchObject({ code: 'LOCKED', exitCode: 6 })
    await client.query('rollback')
  }
  await hold('advisory_xact_lock', 'key')
  const path = await house.deliver('SYG_Delvis_D_20200204.csv', partialFile([{ SagsID: '77001' }]))
  const { exitCode, json } = await house.run('fasit-partial-return', { publish: false })
  expect([exitCode, json.failures[0]?.error.code]).toEqual([6, 'LOCKED'])
  await client.end()
  await rm(path)
  expect(await everyRow(house)).toEqual(rows)
  expect(await loadKeys(house.config.home, undefined)).toHaveLength(2)
})

test('a home whose key file is older than the rotation is refused, and told what has happened', async () => {
  const path = join(house.config.home, 'keys.json')
  const both = await readFile(path, 'utf8')
  const [first] = before.keys
  await writeFile(path, JSON.stringify({ keys: [{ version: 1, key: first?.toString('base64') }] }))
  await house.deliver('SYG_Delvis_D_20200204.csv', partialFile([{ SagsID: '77001' }]))
  const { exitCode, text } = await house.run('fasit-partial-return', { publish: false })
  expect(exitCode).toBe(4)
  expect(text).toMatch(/version 2[\s\S]*rotate-key/)
  await expect(rotate()).rejects.toMatchObject({ code: 'WRONG_PSEUDONYM_KEY' })
  await writeFile(path, both)
})

test('a rotation that is killed anywhere leaves the old key in force or the new one, and the next makes it whole', async () => {
  const counts = join(house.config.home, 'operations.json')
  const speak = (crash: Readonly<Record<string, string>>) =>
    word(['rotate-key'], { ...environmentOf(house), NODE_OPTIONS: `--import=${PRELOAD}`, ...crash })
  expect((await speak({ CRASH_COUNT: counts })).exitCode).toBe(0)
  const { operations } = JSON.parse(await readFile(counts, 'utf8')) as { operations: string[] }
  const at = (label: string) => String(1 + operations.findIndex((each) => each.startsWith(label)))
  const points = [
    { point: at('file rename .'), when: 'before', isDone: false, isAdded: false },
    { point: at('file rename .'), when: 'after', isDone: false, isAdded: true },
    { point: at('sql insert into ops.pseudonym_key'), when: 'after', isDone: false, isAdded: true },
    { point: at('sql commit'), when: 'after', isDone: true, isAdded: true },
  ]
  await loadAgain(/Forloeb/)
  const settled = [await loadAgain(/Forloeb/), await countsOf()]
  for (const { point, when, isDone, isAdded } of points) {
    const before = [await versionOf(), (await loadKeys(house.config.home, undefined)).length]
    expect((await speak({ CRASH_AT: point, CRASH_WHEN: when })).exitCode).toBeNull()
    await untilAlone(house)
    const after = [await versionOf(), (await loadKeys(house.config.home, undefined)).length]
    const grown = after.map((version, index) => version - (before[index] ?? 0))
    expect([point, when, grown]).toEqual([point, when, [Number(isDone), Number(isAdded)]])
    expect([await loadAgain(/Forloeb/), await countsOf()]).toEqual(settled)
    // The key that waits in the file since the death is the one that comes into force.
    expect((await rotate()).json).toMatchObject({ resumed: isAdded && !isDone })
    expect(await loadKeys(house.config.home, undefined)).toHaveLength(await versionOf())
  }
})

/** How many persons and spells there are: with another key each would be there twice. */
async function countsOf() {
  const [counts] = await house.query(
    `select (select count(*) from core.person) as persons, count(*) as spells, count(distinct person_key) as owners
     from core.benefit_spell where recorded_to = 'infinity'`,
  )
  return counts
}

async function versionOf(): Promise<number> {
  const [row] = await house.query<{ version: number }>(
    'select max(version) as version from ops.pseudonym_key',
  )
  return row?.version ?? 0
}
