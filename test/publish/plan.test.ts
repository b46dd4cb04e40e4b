/** Owns: what `plan` and `run --dry-run` tell is what the run then does, and telling it writes nothing anywhere. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { RunFlags } from '../../src/cli/words/run.ts'
import type { TargetName } from '../../src/core/target.ts'
import { line, file as spellFile } from '../connectors/fasit-file.ts'
import { type Base, makeBase, withCopy } from '../support/base.ts'
import { ageLines, benefits, groupLines, population, S4 } from '../support/exports.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { expectRunAsPlanned, type PlanJson, planOf } from '../support/rehearsal.ts'
import { fileOf, HEADING } from '../support/sickness.ts'

type Files = Readonly<Record<string, string>>

/** A file on top of others; `rows` is counted by hand: core rows new, changed and gone. */
interface Case {
  readonly feed: string
  readonly target: TargetName
  readonly before: Files
  readonly file: readonly [name: string, content: string]
  readonly exitCode: number
  readonly rows: PlanJson['rows']
}

const NONE = { new: 0, changed: 0, gone: 0 }
const FIGURES = { feed: 'jobindsats', target: 'external_measure' } as const

const VIBORG = {
  'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464)),
  'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', { ...S4, Efterløn: 731 })),
}

/** A hundred more on a-dagpenge, efterløn left out, seniorpension new: two measures each. */
const GOOD: Case = {
  ...FIGURES,
  before: VIBORG,
  file: [
    'ptv_a02.csv',
    benefits(groupLines('Viborg', '2020M01', { ...S4, 'A-dagpenge': 1141, Seniorpension: 14 })),
  ],
  exitCode: 0,
  rows: { new: 2, changed: 2, gone: 2 },
}

const spells = (ids: readonly string[], end = '') =>
  spellFile(
    ids.map((id) => line({ ForløbID: id, Slutdato: end, Ændret: `0${end ? 3 : 2}-01-2020 08:00` })),
  )
const TEN = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']

const CASES: Readonly<Record<string, Case>> = {
  'a good file': GOOD,
  'the current file again': { ...GOOD, file: ['ptv_a02.csv', VIBORG['ptv_a02.csv']], rows: NONE },
  'a file with a row for quarantine': {
    ...GOOD,
    file: ['ptv_a02.csv', VIBORG['ptv_a02.csv'].replace('1041;1041', '1041;tolv')],
    exitCode: 1,
    rows: NONE,
  },
  'a refused file': {
    ...GOOD,
    file: ['ptv_a02.csv', '<html><body>Siden findes ikke</body></html>'],
    exitCode: 2,
    rows: NONE,
  },
  // The later file's figure of 2020M01 stays; December is corrected, Skive is new: two measures each.
  'a late file': {
    ...FIGURES,
    before: {
      'y07a02_20200110.csv': fileOf(HEADING, 'Viborg;2019M12;1;1', 'Viborg;2020M01;10;10'),
      'y07a02_20200210.csv': fileOf(HEADING, 'Viborg;2020M01;30;30'),
    },
    file: [
      'y07a02_20200120.csv',
      fileOf(HEADING, 'Viborg;2019M12;2;2', 'Viborg;2020M01;20;20', 'Skive;2020M01;200;200'),
    ],
    exitCode: 0,
    rows: { new: 2, changed: 2, gone: 0 },
  },
  'a file that an audit stops': {
    ...GOOD,
    file: [
      'ptv_a02.csv',
      benefits(groupLines('Viborg', '2020M01', { ...S4, 'A-dagpenge': 70_000 })),
    ],
    exitCode: 2,
    rows: { new: 0, changed: 2, gone: 2 },
  },
  'a full snapshot that deletes a spell': {
    feed: 'fasit-spells',
    target: 'benefit_spell',
    before: {
      'FASIT_Forloeb_F_20200201.csv': spells(TEN),
      'FASIT_Forloeb_F_20200202.csv': spells(TEN.slice(0, 9)),
    },
    file: ['FASIT_Forloeb_F_20200203.csv', spells(['11', ...TEN.slice(0, 9)], '20-01-2020')],
    exitCode: 0,
    rows: { new: 1, changed: 9, gone: 1 },
  },
}

let viborg: Base

beforeAll(async () => {
  viborg = await makeBase((house) => loadAll(house, VIBORG))
})

afterAll(() => viborg?.drop())

test.each(Object.entries(CASES))(
  'for %s plan tells what the run then does, and writes nothing',
  (_, given) =>
    withPrepared(given, async (house, flags) => {
      const [database, home] = [await databaseContents(house), await homeContents(house)]
      const planned = await planOf(house, given.feed, flags)
      expect(await databaseContents(house)).toEqual(database)
      expect(await homeContents(house)).toEqual(home)
      expect(planned.exitCode).toBe(given.exitCode)
      expect(planned.json.rows).toEqual(given.rows)
      await expectRunAsPlanned(house, given, flags, planned)
    }),
)

test('plan tells the slices and every KPI before and after, and a dry run tells the same', async () => {
  const { json, text } = await withPrepared(GOOD, async (house, flags) => {
    const planned = await planOf(house, GOOD.feed, flags)
    expect(await house.run(GOOD.feed, { ...flags, dryRun: true })).toEqual(planned)
    return planned
  })
  expect(json.slices[0]).toEqual({ model: 'fact_external_measure', reason: 'files', slices: 1 })
  expect(text).toContain('Tal i core: 2 nye, 2 ændrede, 2 udgår.')
  expect(text).toContain('Intet er gemt.')
  const told = json.kpis.map(({ kpi, period, target_group, before, after }) =>
    [kpi, period, target_group, Number(before).toFixed(3), Number(after).toFixed(3)].join(' '),
  )
  // Of 61,464: 11,190 and 11,290; the temporary groups' 4,621 and 4,721; a-dagpenge's 1,041 and 1,141.
  expect(told).toEqual([
    'fulltime_persons 2020-01 ALL 11190.000 11290.000',
    'fulltime_persons 2020-01 DP 1041.000 1141.000',
    'persons_on_support 2020-01 DP 1041.000 1141.000',
    'share_public_support 2020-01 ALL 18.206 18.368',
    'share_public_support 2020-01 DP 1.694 1.856',
    'share_temporary_support 2020-01 ALL 7.518 7.681',
    'share_temporary_support 2020-01 DP 1.694 1.856',
  ])
})

test('plan tells which headings have another name than declared, changed, came and went since the last file', async () => {
  const house = await openHouse()
  const first = await house.deliver('FASIT_Forloeb_D_20200203.csv', spells(['1']))
  const flags = { publish: true, file: first }
  // No file before: only what the feed itself calls otherwise can be told.
  const none = { renamed: [], added: [], gone: [] }
  expect((await planOf(house, 'fasit-spells', flags)).json.headings).toEqual({
    ...{ aliases: [], ...none },
  })
  await house.run('fasit-spells', { ...flags, publish: false })
  const drifted = spells(['1'])
    .replace('CPR-nr.;Efternavn;', 'Personnummer;Kaldenavn;')
    .replace(';Sagsbehandler ident', ';Noget andet')
  const second = await house.deliver('FASIT_Forloeb_D_20200204.csv', drifted)
  const { json, text } = await planOf(house, 'fasit-spells', { publish: true, file: second })
  expect(json.headings).toEqual({
    aliases: [{ declared: 'CPR-nr.', heading: 'Personnummer' }],
    renamed: [{ before: 'CPR-nr.', heading: 'Personnummer' }],
    added: ['Kaldenavn', 'Noget andet'],
    gone: ['Efternavn', 'Sagsbehandler ident'],
  })
  for (const sentence of [
    'Overskrifter under andet navn: "Personnummer" læses som "CPR-nr.".',
    'Ændret siden sidste fil: "CPR-nr." hedder nu "Personnummer".',
    'Nye kolonner siden sidste fil: "Kaldenavn", "Noget andet".',
    'Kolonner, sidste fil havde: "Efternavn", "Sagsbehandler ident".',
  ]) {
    expect(text).toContain(sentence)
  }
})

test('plan leaves the record of a killed run as it is', () =>
  withPrepared(GOOD, async (house, flags) => {
    await house.query(
      `insert into ops.run (municipality_code, feed, trigger, state) values ('791', 'jobindsats', 'hand', 'running')`,
    )
    const before = await databaseContents(house)
    await planOf(house, GOOD.feed, flags)
    expect(await databaseContents(house)).toEqual(before)
  }))

test('what has no value is told by its status: a cell without data is not one that is not there', async () => {
  const house = await openHouse()
  const file = await house.deliver('y07a02.csv', fileOf(HEADING, 'Viborg;2020M01;10;10'))
  const { json, text } = await planOf(house, 'jobindsats', { publish: true, file })
  const share = json.kpis.find(({ kpi }) => kpi === 'share_sickness_benefit')
  expect(share).toMatchObject({
    ...{ before: null, status_before: null },
    ...{ after: null, status_after: 'no_data' },
  })
  expect(text).toMatch(/share_sickness_benefit +national +2020-01 +Viborg +SDP +– +ingen data/)
})

test('plan as the first word of all leaves no more in the home than it found', async () => {
  const house = await openHouse()
  const file = await house.deliver('y07a02.csv', fileOf(HEADING, 'Viborg;2020M01;10;10'))
  const before = await homeContents(house)
  expect((await planOf(house, 'jobindsats', { publish: true, file })).json.rows.new).toBe(2)
  expect(await homeContents(house)).toEqual(before)
})

/** Lends a house with the files before loaded, and the flags that name the one at hand. */
async function withPrepared<T>(
  { before, file }: Case,
  work: (house: TestHouse, flags: RunFlags) => Promise<T>,
): Promise<T> {
  const given = async (house: TestHouse) =>
    work(house, { publish: true, file: await house.deliver(...file) })
  if (before === VIBORG) return withCopy(viborg, given)
  const house = await openHouse()
  await loadAll(house, before)
  return given(house)
}

async function loadAll(house: TestHouse, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) await house.deliver(name, content)
  expect((await house.nightly()).exitCode).toBeLessThanOrEqual(1)
}

/** Every table of every schema: how many rows, and a hash over all of them. */
async function databaseContents(house: TestHouse): Promise<Record<string, string | undefined>> {
  const tables = await house.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const contents: Record<string, string | undefined> = {}
  for (const { name } of tables) {
    const [row] = await house.query<{ rows: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as rows from ${name} as t`,
    )
    contents[name] = row?.rows
  }
  expect(contents['ops.run']).toBeDefined()
  return contents
}

/** Every file in the home, with its bytes. */
async function homeContents({ config }: TestHouse): Promise<Record<string, string>> {
  const contents: Record<string, string> = {}
  for (const name of (await readdir(config.home, { recursive: true })).sort()) {
    const path = join(config.home, name)
    if ((await stat(path)).isFile()) {
      contents[relative(config.home, path)] = (await readFile(path)).toString('base64')
    }
  }
  return contents
}
