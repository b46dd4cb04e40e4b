/** Owns the proof that no CPR number, name, initials, address or id of a file is found anywhere once it was loaded or refused. */
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { feeds } from '../../connectors/index.ts'
import type { WordResult } from '../../src/cli/output.ts'
import { check } from '../../src/cli/words/check.ts'
import { labels } from '../../src/cli/words/labels.ts'
import { runs, status } from '../../src/cli/words/look.ts'
import { exportCsv, list } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { plan } from '../../src/cli/words/run.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { environmentOf, word } from '../support/process.ts'
import { everyRow } from '../support/states.ts'
import { BIRTH_DATES, LATER, OTHERS, SECRETS, SPELLS } from './personal-files.ts'

const quiet = () => undefined

let house: TestHouse
const said: string[] = []

beforeAll(async () => {
  house = await openHouse()
  const environment = environmentOf(house)
  const speak = async (...words: readonly string[]) => {
    const { exitCode, stdout, stderr } = await word(words, environment)
    said.push(`${exitCode} ${stdout} ${stderr}`)
  }
  // As people and the night run it: what is printed and logged is the program's own. The night encrypts what it finds
  // plain, so what comes after it shows that nothing is to be found.
  for (const files of Object.values(OTHERS)) {
    for (const [name, text] of files) await house.deliver(name, text)
  }
  await speak('nightly', '--json')
  for (const [name, text] of Object.entries(SPELLS)) await house.deliver(name, text)
  await house.deliver(...LATER)
  await speak('run', 'fasit-spells')
  await speak('quarantine', 'list', '--all', '--json')
  for (const result of await everyWord()) said.push(`${result.text} ${JSON.stringify(result.json)}`)
}, 180_000)

/** What the other words say of it, in text and in --json. */
async function everyWord(): Promise<readonly WordResult[]> {
  const { config } = house
  const results: WordResult[] = []
  const [first] = await house.query<{ run_id: string }>(
    "select run_id from ops.run where feed = 'fasit-spells' order by run_id limit 1",
  )
  const reverted = { yes: true, publish: false }
  results.push(await revertWord(config, first?.run_id ?? '', reverted, quiet))
  for (const { run_id } of await house.query<{ run_id: string }>('select run_id from ops.run')) {
    results.push(await runs(config, run_id))
  }
  results.push(await status(config), await labels(config), await list(config, { all: true }))
  results.push(await exportCsv(config, { all: true, out: join(config.home, 'fejl.csv') }))
  const waiting = join(config.home, 'inbox', LATER[0])
  results.push(await check(config, 'fasit-spells', { file: waiting }, quiet))
  results.push(await plan(config, 'fasit-spells', { publish: false }, quiet))
  for (const [name, text] of Object.entries(SPELLS)) {
    const path = join(config.home, `given-${name}`)
    await writeFile(path, text)
    results.push(await check(config, 'fasit-spells', { file: path }, quiet))
    await rm(path)
  }
  return results
}

function found(bytes: string | Buffer): string[] {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1')
  const lower = text.toLowerCase()
  return SECRETS.filter(
    (secret) =>
      lower.includes(secret.toLowerCase()) || text.includes(Buffer.from(secret).toString('latin1')),
  )
}

test('there are files of every personal feed, and they were loaded and refused as they were meant to be', async () => {
  const personal = feeds.filter((feed) => feed.personal).map(({ id }) => id)
  expect(['fasit-spells', ...Object.keys(OTHERS)].sort()).toEqual([...personal].sort())
  const rows = await house.query<Record<string, unknown>>(
    `select feed, state, split_part(message, ':', 1) as message, rows_loaded::integer as loaded,
       rows_quarantined::integer as rejected
     from ops.run where file_name is not null and feed <> 'publish' order by feed, run_id`,
  )
  expect(
    rows.map(({ feed, state, message, loaded, rejected }) =>
      [feed, ...(state === 'refused' ? [message] : [state, loaded, rejected])].join(' '),
    ),
  ).toEqual([
    'fasit-citizens done 5 3',
    'fasit-citizens HEADER_CHANGED',
    'fasit-partial-return done 1 3',
    'fasit-partial-return TRUNCATED',
    'fasit-sickness done 4 5',
    'fasit-sickness TRAILER_MISMATCH',
    'fasit-spells reverted 4 4',
    'fasit-spells TRAILER_MISMATCH',
    'fasit-spells TOO_MANY_REJECTS',
    'fasit-spells HEADER_CHANGED',
    'fasit-spells HEADER_CHANGED',
    'fasit-spells TRUNCATED',
    'fasit-spells reverted 1 0',
    'manual-entries done 4 4',
    'manual-entries HEADER_CHANGED',
  ])
})

test('no table of any schema holds any of it, and a birth date stands in one place', async () => {
  for (const [table, rows] of Object.entries(await everyRow(house))) {
    const text = rows.join('\n')
    expect([table, found(text)]).toEqual([table, []])
    const born = BIRTH_DATES.filter((date) => text.includes(date))
    expect([table, born]).toEqual([table, table === 'core.person' ? BIRTH_DATES : []])
  }
})

test('neither do the files that the server keeps the database in, indexes and statistics among them', async () => {
  await house.query('checkpoint')
  const [{ folder } = { folder: '' }] = await house.query<{ folder: string }>(
    `select current_setting('data_directory') || '/base/' || oid as folder
     from pg_database where datname = current_database()`,
  )
  // A server that the tests were given keeps its files on a machine of its own.
  for (const name of await readdir(folder).catch(() => [])) {
    expect([name, found(await readFile(join(folder, name)))]).toEqual([name, []])
  }
})

test('no word says any of it, on either stream, in text or in --json', () => {
  expect(said.length).toBeGreaterThan(25)
  expect(said[1]).toMatch(/^2 [\s\S]*BAD_CPR/)
  expect(said.join()).not.toMatch(/DEFECT/)
  for (const text of said) expect(found(text)).toEqual([])
})

test('no file of the home holds it or is named by it, wherever it lies', async () => {
  const names = await readdir(house.config.home, { recursive: true })
  const kinds = await Promise.all(names.map((name) => stat(join(house.config.home, name))))
  const files = names.filter((_, index) => kinds[index]?.isFile())
  const count = (room: RegExp) => files.filter((name) => room.test(name)).length
  // Loaded or put back by the revert; refused, each with its reason; back in the inbox, with its mark; the list of faults.
  expect(
    [/^archive/, /^failed.*csv$/, /^failed.*txt$/, /^inbox/, /^tmp/, /^fejl/].map(count),
  ).toEqual([6, 9, 9, 2, 0, 1])
  for (const name of files) {
    const bytes = await readFile(join(house.config.home, name))
    expect([name, found(name), found(bytes)]).toEqual([name, [], []])
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

test('the search would find it: in a row, in an index’s file and in a file of the home', async () => {
  const [secret = ''] = SECRETS
  await house.query('create table ops.planted as select $1::text as said', [secret])
  await house.query('checkpoint')
  const [row] = await house.query<{ path: string }>(
    "select current_setting('data_directory') || '/' || pg_relation_filepath('ops.planted') as path",
  )
  const planted = (await everyRow(house))['ops.planted']?.join() ?? ''
  const bytes = await readFile(row?.path ?? '').catch(() => secret)
  expect([found(planted), found(bytes)]).toEqual([[secret], [secret]])
  expect(found(Buffer.from('x Wøllesdatter'))).toEqual(['Wøllesdatter'])
  expect(found('{"got":"WØLLESDATTER"}')).toEqual(['Wøllesdatter'])
})
